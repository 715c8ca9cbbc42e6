import time
from collections import Counter
from tests.journeys.crawling import Answer, walk, may
from tests.journeys.scenes import widen
from core.cli.demo_people import AUTHORITIES
from tests.fixtures.page import SignedInPage
from tests.fixtures.app import Member
from urllib.parse import urlsplit

def test_probe(live):
    widen(live)
    from core import db
    from core.models import User
    from sqlalchemy import select
    t0=time.time()
    pages=0; allf=Counter()
    reached={}
    for a in AUTHORITIES:
        for p in a.people:
            if not p.signs_in: continue
            with db.session(live.database_url,None) as s:
                u=s.scalar(select(User).where(User.email==p.email(a.slug)))
                uid=u.id
            m=Member(tenant=a.slug,user_id=uid,person_id="",name=p.name,email=p.email(a.slug))
            page=SignedInPage(live.app,m,live.clock,live.database_url)
            n=[0]
            def ask(address):
                n[0]+=1
                r=page.client.get(address,follow_redirects=True)
                return Answer(r.request.path, r.status_code, r.text if r.mimetype=="text/html" else "")
            t=time.time()
            w=walk(live.app,a.slug,p,ask)
            for k,v in w.pages.items(): reached.setdefault(k,set()).add(a.slug)
            print(a.slug,p.name,n[0],round(time.time()-t,1),[f for f in w.faults if "the start" not in f][:4], [f for f in w.faults if "the start" in f])
    print("TOTAL",time.time()-t0)
    routes = {rule.endpoint for rule in live.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    print("UNREACHED",sorted(routes-set(reached)))
    for k,v in sorted(reached.items()): print(k,len(v))
