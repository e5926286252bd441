"""Runs the job calls of almapiwrapper, a Python client of Alma, against the sandbox.

Usage: python3 almapiwrapper_python.py FOLDER_OF_THE_CHECKOUT
"""
import json
import os
import sys
import tempfile

keys = {"TEST": [{
    "API_Key": os.environ["ALMA_API_KEY"],
    "Supported_APIs": [{"Area": "Conf", "Permissions": "RW", "Env": "P"}],
}]}
with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
    json.dump(keys, file)
os.environ["alma_api_keys"] = file.name

sys.path.insert(0, sys.argv[1])
from calls import call  # noqa: E402
from almapiwrapper.config import Job  # noqa: E402
from almapiwrapper.record import Record  # noqa: E402

Record.api_base_url = os.environ["ALMA_BASE_URI"] + "/almaws/v1"

PARAMETERS = "<job><parameters><parameter><name>set_id</name><value>123</value></parameter></parameters></job>"


def content_or_error(job, data):
    """Returns what was read, or raises the error that the client stored."""
    if job.error:
        raise RuntimeError(job.error_msg)
    return data


def run(number, *arguments, job_type="M"):
    """Starts a job and returns it."""
    job = Job(number, "TEST", job_type=job_type)
    content_or_error(job, job.run(*arguments))
    return job


call("data", lambda: Job("50173", "TEST").data.findtext("name"))
instances = Job("202", "TEST")
call("get_instances", lambda: content_or_error(instances, instances.get_instances()).content["total_record_count"])
call("run without parameters", lambda: run("50173").instance_id)
job = run("202", PARAMETERS)
call("run with parameters", lambda: job.instance_id)
call("check_instance_state", lambda: content_or_error(job, job.check_instance_state())["status"])
call("run without a mandatory parameter", lambda: run("202").instance_id)
call("run of an unknown job", lambda: run("1").instance_id)
os.remove(file.name)
