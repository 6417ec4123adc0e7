"""A directory of services in Open Referral UK's JSON: read, compared with what is there, and written.

Built to the UK profile of HSDS 3.0 (repository OpenReferralUK/uk-profile: schema/service.json and examples/service_full.json;
read there, so sure) and to the shape of version 1.0 before it (`contents`/`content` pages, `physical_addresses`, `eligibilitys`:
from what publishers send, less sure). Only what this reads is checked; all the rest is kept and goes out as it came.
"""
