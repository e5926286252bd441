"""Runs the API layer of AYX-MCP-Wrapper, a Python client of Alteryx Server, against the sandbox.

Usage: python3 ayx_python.py FOLDER_OF_THE_CHECKOUT
"""
import os
import sys

# The client's documentation uses an address that ends with a slash.
os.environ["ALTERYX_API_HOST"] = os.environ["ALTERYX_BASE_URI"] + "/"
sys.path.insert(0, sys.argv[1])
from calls import call  # noqa: E402
from src.server_client.api.jobs_api import JobsApi  # noqa: E402
from src.server_client.api.workflows_api import WorkflowsApi  # noqa: E402
from src.server_client.models.app_value import AppValue  # noqa: E402
from src.server_client.models.enqueue_job_contract import EnqueueJobContract  # noqa: E402

WORKFLOW = "66f00000000000000000a002"
jobs = JobsApi()
workflows = WorkflowsApi()

call("get_workflows", lambda: len(workflows.workflows_get_workflows()))
call("get_workflow", lambda: workflows.workflows_get_workflow(WORKFLOW).name)
call("get_workflow_questions", lambda: [q.name for q in workflows.workflows_get_workflow_questions(WORKFLOW)])
contract = EnqueueJobContract(questions=[AppValue(name="Customer", value="ACME")], priority="High")
call("enqueue", lambda: workflows.workflows_enqueue(WORKFLOW, contract).status)
call("get_jobs_for_workflow", lambda: len(workflows.workflows_get_jobs_for_workflow(WORKFLOW)))
call("get_job_v3", lambda: jobs.jobs_get_job_v3("66f000000000000000000201").disposition)
call("get_job_messages", lambda: jobs.jobs_get_job_messages("66f000000000000000000202"))
call("get_output_file", lambda: len(jobs.jobs_get_output_file(
    "66f000000000000000000201", "66f00000000000000000b001", "Raw")))
