"""Runs xplenty.py, the official Python client of Xplenty, against the sandbox.

Usage: python3 xplenty_python.py FOLDER_OF_THE_CHECKOUT
"""
import os
import sys

sys.path.insert(0, sys.argv[1])
from calls import call  # noqa: E402
from xplenty import XplentyClient, xplenty_api  # noqa: E402

xplenty_api.API_URL = os.environ["XPLENTY_BASE_URI"] + "/%s/api/"
client = XplentyClient(os.environ["XPLENTY_ACCOUNT_ID"], os.environ["XPLENTY_API_KEY"])

call("jobs", lambda: len(client.jobs))
call("get_job", lambda: client.get_job(157).status)
job = client.add_job(52, 434, {"A": "x"}, {"B": "CurrentTime()"})
call("add_job", lambda: job.status)
call("stop_job", lambda: client.stop_job(job.id)["status"])
call("account_limits", lambda: client.account_limits.remaining)
call("packages", lambda: len(client.packages))
call("get_package", lambda: client.get_package(434).name)
call("clusters", lambda: len(client.clusters))
call("get_cluster", lambda: client.get_cluster(52).status)
call("schedules", lambda: len(client.schedules))
