"""Mutants of the way in: signing in, sessions, membership, and where one is led."""

from tests.mutants.mutant import Mutant

ENTERING = "core/services/entering.py"
SESSIONS = "core/services/user_sessions.py"
SIGN_IN, SESSION = "tests/web/test_sign_in.py", "tests/web/test_sessions.py"
AUTHORITIES = "tests/web/test_authorities.py"

MUTANTS = (
    Mutant(
        name="any-session-enters-anywhere",
        breaks="T5: a session opens the authorities of its owner's memberships and no others",
        file=ENTERING,
        old="    .join(UserSession, UserSession.user_id == User.id)",
        new='    .join(UserSession, UserSession.user_id != "")',
        killers=(f"{AUTHORITIES}::test_anothers_authority_looks_like_none",),
    ),
    Mutant(
        name="membership-without-end",
        breaks="T15: a membership opens nothing after its last day",
        file=ENTERING,
        old="    .where(_in_force(Membership, TODAY))\n",
        new="",
        killers=(f"{AUTHORITIES}::test_membership_ends_with_its_last_day",),
    ),
    Mutant(
        name="closed-sign-in-enters",
        breaks="T15: a sign-in that is closed opens nothing from the next page on",
        file=ENTERING,
        old='    .where(Tenant.id == bindparam("tenant"), User.active, Person.active)',
        new='    .where(Tenant.id == bindparam("tenant"), Person.active)',
        killers=(f"{SIGN_IN}::test_closing_an_account_ends_its_session_with_the_next_page",),
    ),
    Mutant(
        name="whoever-left-enters",
        breaks="T15: who no longer works for an authority does not enter it",
        file=ENTERING,
        old='    .where(Tenant.id == bindparam("tenant"), User.active, Person.active)',
        new='    .where(Tenant.id == bindparam("tenant"), User.active)',
        killers=(f"{AUTHORITIES}::test_whoever_no_longer_works_there_does_not_enter",),
    ),
    Mutant(
        name="closed-sign-in-signs-in",
        breaks="T15: nobody signs in with a closed sign-in",
        file=ENTERING,
        old="user.password_hash if user and user.active else None",
        new="user.password_hash if user else None",
        killers=(f"{SIGN_IN}::test_somebody_whose_account_is_closed_cannot_sign_in",),
    ),
    Mutant(
        name="unknown-address-answers-at-once",
        breaks="T25: an unknown address costs as much time as a wrong password",
        file=ENTERING,
        old="            return self._hasher.verify(stored or self._nobody, password) and bool(stored)",
        new="            return bool(stored) and self._hasher.verify(stored, password)",
        killers=(f"{SIGN_IN}::test_an_unknown_address_costs_the_same_check_as_a_wrong_password",),
    ),
    Mutant(
        name="one-authoritys-word-opens-all",
        breaks="T15: a session that one authority vouched for opens that one only",
        file=ENTERING,
        old="not held.waits and held.only_in in (None, tenant_id):",
        new="not held.waits:",
        killers=(f"{SESSION}::TestASession::test_opens_one_authority_where_only_that_one_vouched_for_the_person",),
    ),
    Mutant(
        name="ended-session-goes-on",
        breaks="T15: a session that was ended opens nothing, whoever kept its cookie",
        file=SESSIONS,
        old="    if row.ended_at is not None or now",
        new="    if now",
        killers=(f"{SESSION}::TestASession::test_ends_in_every_browser_that_has_a_copy_of_its_cookie",),
    ),
    Mutant(
        name="idle-session-goes-on",
        breaks="T15: a session ends after half an hour without activity",
        file=SESSIONS,
        old=" or now - row.seen_at > IDLE:",
        new=":",
        killers=(f"{SESSION}::TestASession::test_ends_after_half_an_hour_without_activity",),
    ),
    Mutant(
        name="session-without-end",
        breaks="T15: a session ends after twelve hours in any case",
        file=SESSIONS,
        old=" or now - row.begun_at > LONGEST",
        new="",
        killers=(f"{SESSION}::TestASession::test_ends_after_twelve_hours_in_any_case",),
    ),
    Mutant(
        name="session-of-before-goes-on",
        breaks="T15: signing in ends the session before",
        file=SESSIONS,
        old="        if instead_of:",
        new="        if False:",
        killers=(f"{SIGN_IN}::test_signing_in_again_ends_the_session_before_and_its_forms",),
    ),
    Mutant(
        name="token-kept-in-the-clear",
        breaks="T15: what the database keeps of a session signs nobody in",
        file=SESSIONS,
        old="    return hashlib.sha256(token.encode()).hexdigest()",
        new="    return token",
        killers=(f"{SESSION}::TestASession::test_is_kept_in_the_database_as_what_signs_nobody_in",),
    ),
    Mutant(
        name="session-takes-over-what-was-planted",
        breaks="T15: a new session holds nothing of the one before",
        file="core/web/sessions.py",
        old='    session.clear()\n    session["token"] =',
        new='    session["token"] =',
        killers=(f"{SIGN_IN}::test_signing_in_starts_a_session_that_holds_nothing_of_the_last",),
    ),
    Mutant(
        name="eleventh-try",
        breaks="T25: the eleventh try within five minutes is refused, even the right one",
        file="core/services/tries.py",
        old="        if max(session.scalars(statement), default=0) <= most:",
        new="        if max(session.scalars(statement), default=0) <= most + 1:",
        killers=(f"{SIGN_IN}::TestTheLimit",),
    ),
    Mutant(
        name="tries-of-an-address-not-counted",
        breaks="T25: tries are counted for the network address, whatever the account",
        file="core/services/arriving.py",
        old='(tries.key("email", email.strip().lower()), tries.key("address", address))',
        new='(tries.key("email", email.strip().lower()),)',
        killers=(f"{SIGN_IN}::TestTheLimit::test_holds_for_the_network_address_whatever_the_account",),
    ),
    Mutant(
        name="led-to-another-site",
        breaks="T22: after signing in nobody is led to another site",
        file="core/web/onward.py",
        old=r"/(?![/\\])[^\\\x00-\x20\x7f]{0,2000}",
        new=r"/[^\\\x00-\x20\x7f]{0,2000}",
        killers=(f"{SESSION}::TestAfterwards::test_one_never_goes_elsewhere",),
    ),
)
