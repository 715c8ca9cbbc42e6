"""Mutants of single sign-on: what is believed of a provider, and whom it means."""

from tests.mutants.mutant import Mutant

OIDC, FEDERATING = "core/adapters/oidc.py", "core/services/federating.py"
BELIEVED, LET_IN = "tests/adapters/test_oidc.py", "tests/services/test_federating.py"

MUTANTS = (
    Mutant(
        name="answer-to-another-sign-in",
        breaks="T15: an answer is believed only about the sign-in that it belongs to",
        file=OIDC,
        old='    if not hmac.compare_digest(answer.get("state", "").encode(), asked.state.encode()):',
        new="    if False:",
        killers=(f"{BELIEVED}::test_an_answer_to_another_sign_in_is_not_believed",),
    ),
    Mutant(
        name="nonce-not-compared",
        breaks="T15: a token of another sign-in is not believed",
        file=OIDC,
        old='                "nonce": asked.nonce, ',
        new="                ",
        killers=(f"{BELIEVED}::test_an_answer_to_another_sign_in_is_not_believed",),
    ),
    Mutant(
        name="token-for-another-client",
        breaks="T15: a token for another client is not believed",
        file=OIDC,
        old='                "aud": {"essential": True, "value": provider.client_id},\n',
        new="",
        killers=(f"{BELIEVED}::test_a_word_that_is_not_for_this_client_now_is_not_believed",),
    ),
    Mutant(
        name="token-of-another-issuer",
        breaks="T15: a token of another issuer is not believed",
        file=OIDC,
        old='                "iss": {"essential": True, "value": provider.issuer},\n',
        new="",
        killers=(f"{BELIEVED}::test_a_word_that_is_not_for_this_client_now_is_not_believed",),
    ),
    Mutant(
        name="word-of-long-ago",
        breaks="T15: a provider's word holds for as long as it says",
        file=OIDC,
        old="LEEWAY = 30",
        new="LEEWAY = 3000",
        killers=(f"{BELIEVED}::test_a_word_holds_for_as_long_as_it_says_and_half_a_minute_for_clocks",),
    ),
    Mutant(
        name="address-nobody-checked",
        breaks="T25: nobody is taken for the owner of an address that the provider has not checked",
        file=FEDERATING,
        old='    if not trusted.vouches and claims.get("email_verified") not in (True, "true"):',
        new="    if False:",
        killers=(f"{LET_IN}::test_nobody_else_is_let_in_and_no_account_is_made",),
    ),
    Mutant(
        name="subject-of-another-issuer",
        breaks="T15: another provider that names the same subject means somebody else",
        file=FEDERATING,
        old="    known = select(FederatedIdentity).where(FederatedIdentity.issuer == trusted.issuer)",
        new="    known = select(FederatedIdentity)",
        killers=(f"{LET_IN}::test_another_issuer_knows_nobody_yet_and_the_ones_sessions_end",),
    ),
    Mutant(
        name="one-provider-opens-all-authorities",
        breaks="T5: an authority's provider opens that authority and no other",
        file="core/web/single_sign_on.py",
        old="second_factor=arrived.second_factor, only_in=slug)",
        new="second_factor=arrived.second_factor)",
        killers=("tests/web/test_single_sign_on.py",),
    ),
    Mutant(
        name="bound-for-good",
        breaks="T15: who was bound once and is no longer a member is not let in",
        file=FEDERATING,
        old="        if desk.db.execute(members.where(User.id == identity.user_id)).first() is None:",
        new="        if False:",
        killers=(f"{LET_IN}::test_whoever_may_not_enter_is_not_let_in",),
    ),
    Mutant(
        name="another-subject-takes-the-address",
        breaks="T15: whom the provider means is settled once: another subject with the address is somebody else",
        file=FEDERATING,
        old="    if desk.db.scalar(known.where(FederatedIdentity.person_id == person_id)) is not None:",
        new="    if False:",
        killers=(f"{LET_IN}::test_an_address_that_is_somebodys_already_is_not_given_to_another_subject",),
    ),
)
