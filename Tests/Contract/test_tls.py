"""A bucket and a database behind TLS, with certificates of an authority that the machine does not know.

The database is the server that $YUKIMI_TEST_POSTGRES names (Scripts/with-postgres), which learns TLS here.
"""

import http.server
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

import pytest
import requests
from certificates import Authority
from hosts import free_port
from pictures import data_uri, photo_bytes
from yukimi_server import binary

POSTGRES = os.environ.get("YUKIMI_TEST_POSTGRES")


def settings_file(folder, settings):
    file = folder / "yukimi.yaml"
    file.write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items()))
    return file


def run(folder, settings, *arguments):
    file = settings_file(folder, {"data": str(folder / "data"), **settings})
    return subprocess.run([binary(), *arguments, "--config", file], capture_output=True, text=True, timeout=60)


# MARK: - The bucket


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority("the-test-authority", tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Authority("somebody-else", tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def bucket(authority):
    """Settings for a bucket on a server with a certificate for 127.0.0.1, and without a file of authorities."""
    certificate, key = authority.certify("127.0.0.1")
    port = free_port()
    line = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port), "-s", "-c", certificate, "-k", key]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while True:
        try:
            url = f"https://127.0.0.1:{port}/images"
            assert requests.put(url, verify=str(authority.file), timeout=5).status_code == 200
            break
        except requests.ConnectionError:
            assert process.poll() is None and time.monotonic() < end, "the S3 server does not start"
            time.sleep(0.1)
    yield {
        "store.artifacts": "s3://images/yukimi", "s3.endpoint": f"https://127.0.0.1:{port}",
        "s3.access-key-id": "test", "s3.secret-access-key": "test",
    }
    process.terminate()
    process.wait(20)


def doctor(folder, settings):
    # It looks at what there is.
    assert run(folder, {}, "keys", "create", "--account", "tls").returncode == 0
    told = run(folder, settings, "doctor", "--json")
    return {finding["check"]: finding for finding in json.loads(told.stdout)}


def test_a_bucket_whose_authority_is_named_serves(bucket, authority, start_server):
    server = start_server({**bucket, "s3.ca-file": str(authority.file)})
    wire = server.wire()
    sent = wire.generate("v2", "rehearse-copy", image_url=data_uri(photo_bytes(), "image/jpeg")).json()
    assert wire.wait(sent["request_id"]).json()["status"] == "COMPLETED"
    (image,) = wire.get(f"/v2/requests/{sent['request_id']}").json()["images"]
    file = requests.get(image["url"], timeout=10)
    assert file.status_code == 200 and image["file_size"] == str(len(file.content))


@pytest.mark.parametrize("named", ["nobody", "somebody else"])
def test_a_bucket_of_an_unknown_authority_is_said(bucket, stranger, tmp_path, named):
    settings = bucket if named == "nobody" else {**bucket, "s3.ca-file": str(stranger.file)}
    begin = time.monotonic()
    finding = doctor(tmp_path, settings)["artifacts"]
    assert finding["verdict"] == "bad"
    text = json.dumps(finding)
    assert "certificate" in text and "s3.ca-file" in text and bucket["s3.endpoint"] in text
    assert time.monotonic() - begin < 30


def test_a_server_with_another_ones_certificate_is_said(bucket, authority, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.certify("10.1.2.3"))
    impostor = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    impostor.socket = context.wrap_socket(impostor.socket, server_side=True)
    threading.Thread(target=impostor.serve_forever, daemon=True).start()
    endpoint = f"https://127.0.0.1:{impostor.server_port}"
    finding = doctor(tmp_path, {**bucket, "s3.endpoint": endpoint, "s3.ca-file": str(authority.file)})["artifacts"]
    impostor.shutdown()
    assert finding["verdict"] == "bad"
    assert "certificate" in json.dumps(finding) and "s3.endpoint" in json.dumps(finding)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_authorities_that_is_none_is_said(bucket, tmp_path, content):
    file = tmp_path / "authorities.pem"
    if content:
        file.write_text(content)
    told = run(tmp_path, {**bucket, "s3.ca-file": str(file)}, "keys", "create", "--account", "tls")
    assert told.returncode != 0
    assert "s3.ca-file" in told.stderr and str(file) in told.stderr


# MARK: - The database


def sql(statement):
    subprocess.run(["psql", "-q", POSTGRES, "-c", statement], check=True, capture_output=True)


@pytest.fixture(scope="module")
def database(authority):
    """The URL of a database whose server has a certificate for 127.0.0.1, without its query."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL: Scripts/with-postgres starts one")
    certificate, key = authority.certify("127.0.0.1")
    folder = pathlib.Path(
        subprocess.run(["psql", "-Atq", POSTGRES, "-c", "SHOW data_directory"], check=True, capture_output=True, text=True)
        .stdout.strip())
    for source, name in ((certificate, "server.crt"), (key, "server.key")):
        shutil.copy(source, folder / name)
        (folder / name).chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(folder / name, folder.owner(), folder.group())
    sql("CREATE DATABASE tls")
    sql("ALTER SYSTEM SET ssl = on")
    sql("SELECT pg_reload_conf()")
    yield urllib.parse.urlsplit(POSTGRES)._replace(path="/tls")
    sql("ALTER SYSTEM RESET ssl")
    sql("SELECT pg_reload_conf()")


def migrate(folder, database, query, host=None):
    url = database._replace(query=query)
    if host:
        url = url._replace(netloc=url.netloc.replace("127.0.0.1", host))
    return run(folder, {"store.url": url.geturl()}, "store", "migrate")


def test_a_database_whose_authority_is_named_is_used(database, authority, tmp_path):
    told = migrate(tmp_path, database, f"sslmode=verify-full&sslrootcert={authority.file}")
    assert told.returncode == 0, told.stderr


def test_a_database_of_an_unknown_authority_is_said(database, stranger, tmp_path):
    told = migrate(tmp_path, database, f"sslmode=verify-full&sslrootcert={stranger.file}")
    assert told.returncode != 0 and "certificate verify failed" in told.stderr, told.stderr


def test_a_database_under_another_name_is_said(database, authority, tmp_path):
    query = f"sslmode={{}}&sslrootcert={authority.file}"
    told = migrate(tmp_path, database, query.format("verify-full"), host="localhost")
    assert told.returncode != 0 and "localhost" in told.stderr and "certificate" in told.stderr, told.stderr
    assert migrate(tmp_path, database, query.format("verify-ca"), host="localhost").returncode == 0
