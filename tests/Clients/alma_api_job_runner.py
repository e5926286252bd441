"""Runs alma-api-job-runner, a Go client of Alma, against the sandbox.

Usage: python3 alma_api_job_runner.py EXECUTABLE

The client only uses https. This script therefore creates a certificate with the command openssl, and relays the client's
requests to the sandbox. The client trusts the certificate because of SSL_CERT_FILE, which Go reads on Linux.
"""
import http.client
import http.server
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request

SANDBOX = urllib.parse.urlsplit(os.environ["ALMA_BASE_URI"])
# The client polls every 30 seconds, so the job finishes at once.
DEFINITION = b'{ "id": "M77", "parameters": [{ "name": "set_id", "required": true }], "run": { "durationSeconds": 0 } }'
PARAMETERS = "<job><parameters><parameter><name>set_id</name><value>123</value></parameter></parameters></job>"


class Relay(http.server.BaseHTTPRequestHandler):
    """Sends each request to the sandbox, with the Host header of the client, so that links lead back to the relay."""

    def relay(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        sandbox = http.client.HTTPConnection(SANDBOX.hostname, SANDBOX.port)
        sandbox.request(self.command, self.path, body, dict(self.headers))
        response = sandbox.getresponse()
        host = self.headers["Host"].encode()
        content = response.read().replace(b"http://" + host, b"https://" + host)
        self.send_response(response.status)
        for name in ("Content-Type", "X-Exl-Api-Remaining"):
            if response.headers[name]:
                self.send_header(name, response.headers[name])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = relay

    def log_message(self, *arguments):
        """Prints nothing. The request log of the sandbox has the requests."""


with tempfile.TemporaryDirectory() as folder:
    certificate, key, parameters = (os.path.join(folder, name) for name in ("certificate.pem", "key.pem", "parameters.xml"))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=sandbox",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, stderr=subprocess.DEVNULL)
    with open(parameters, "w", encoding="utf-8") as file:
        file.write(PARAMETERS)
    urllib.request.urlopen(os.environ["ALMA_BASE_URI"] + "/_sandbox/definitions", DEFINITION).close()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    ran = subprocess.run(
        [sys.argv[1], "-domain", f"127.0.0.1:{server.server_port}", "-key", os.environ["ALMA_API_KEY"],
         "-url", "/almaws/v1/conf/jobs/M77?op=run", "-params", parameters],
        env={**os.environ, "SSL_CERT_FILE": certificate}, check=False)
    server.shutdown()
    sys.exit(ran.returncode)
