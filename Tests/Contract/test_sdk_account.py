"""The SDK's calls about the account: webhooks, history, models."""

import datetime

import pytest
from segmind import SegmindError

from client import MODEL, PROMPT
from pictures import data_uri, photo_bytes

IMAGE = data_uri(photo_bytes(), "image/jpeg")


def records(answer):
    """The list in an answer, whatever it is wrapped in."""
    return answer["data"] if isinstance(answer, dict) else answer


def test_webhook_is_added_changed_listed_and_deactivated(client):
    added = client.webhooks.add("https://hooks.example.com/a", ["INFERENCE"])["data"]
    identifier = added["webhook_id"]
    assert added["webhook_url"] == "https://hooks.example.com/a" and added["event"] == {"types": ["INFERENCE"]}
    client.webhooks.update(identifier, "https://hooks.example.com/b", ["INFERENCE"])
    listed = {row["webhook_id"]: row for row in records(client.webhooks.get())}
    assert listed[identifier]["webhook_url"] == "https://hooks.example.com/b" and listed[identifier]["is_active"]
    assert records(client.webhooks.logs(identifier)) == []
    client.webhooks.delete(identifier)
    listed = {row["webhook_id"]: row for row in records(client.webhooks.get())}
    assert identifier not in listed or not listed[identifier]["is_active"]


def test_unknown_webhook_is_not_found(client):
    for call in (
        lambda: client.webhooks.update("nope", "https://hooks.example.com/", ["INFERENCE"]),
        lambda: client.webhooks.delete("nope"),
        lambda: client.webhooks.logs("nope"),
    ):
        with pytest.raises(SegmindError) as error:
            call()
        assert error.value.status == 404 and error.value.detail


def test_history_has_what_succeeded_and_what_failed(client):
    good = client.run("rehearse-copy", prompt="walk", image_url=IMAGE, output_format="jpeg")
    bad = client.submit_async("rehearse-refuse", prompt="fail", image_url=IMAGE)
    with pytest.raises(SegmindError):
        bad.wait(interval=0.05)

    page = client.generations.history(per_page=100)
    assert page["page"] == 1 and page["per_page"] == 100 and page["total"] >= 2
    rows = {row["request_id"]: row for row in page["data"]}
    row = rows[good["request_id"]]
    assert row["model_name"] == "rehearse-copy" and row["model_status"] == "COMPLETED"
    assert row["credits_deduction"] == good["metrics"]["cost"]
    assert row["generation_url"] == good["output"] and row["request_body"]["prompt"] == "walk"
    assert row["latency_ms"] > 0 and row["error"] is None
    datetime.datetime.fromisoformat(row["model_created"].replace("Z", "+00:00"))
    failed = rows[bad.request_id]
    assert failed["model_status"] == "FAILED" and failed["credits_deduction"] == 0
    assert failed["generation_url"] is None and "refused" in failed["error"]

    assert client.generations.get(good["request_id"])["request_id"] == good["request_id"]
    only_failed = client.generations.history(status="FAILED", per_page=100)["data"]
    assert {row["model_status"] for row in only_failed} == {"FAILED"}
    named = client.generations.history(model_name="rehearse-copy", per_page=1)
    assert len(named["data"]) == 1 and named["data"][0]["model_name"] == "rehearse-copy"
    with pytest.raises(SegmindError) as error:
        client.generations.get("00000000-0000-0000-0000-000000000000")
    assert error.value.status == 404


def test_history_is_sorted_as_asked(client):
    client.run("rehearse-copy", prompt="walk", image_url=IMAGE, output_format="jpeg")
    for field, order in (("model_created", "asc"), ("model_created", "desc"), ("credits_deduction", "desc")):
        rows = client.generations.history(per_page=100, sort_by=field, sort_order=order)["data"]
        values = [row[field] for row in rows]
        assert values == sorted(values, reverse=order == "desc")


@pytest.mark.parametrize(
    "parameters",
    [
        {"per_page": 101}, {"page": -1}, {"status": "DONE"}, {"sort_by": "latency"}, {"sort_order": "up"},
        {"from_date": "yesterday"}, {"from_date": "2020-01-01", "to_date": "2020-03-01"},
    ],
)
def test_history_refuses_what_it_does_not_understand(client, parameters):
    with pytest.raises(SegmindError) as error:
        client.generations.history(**parameters)
    assert error.value.status == 400
    assert any(name in error.value.detail for name in parameters)


def test_generations_list_has_the_outputs(client):
    result = client.run("rehearse-copy", prompt="walk", image_url=IMAGE, output_format="jpeg")
    rows = client.generations.list(model_name="rehearse-copy")["data"]
    assert result["output"] in [row["generation_url"] for row in rows]


def test_models_served_here_are_listed(client):
    assert MODEL in str(client.models.list())


def test_credits_are_told_without_a_charge(client, wire):
    first = wire.get("/v1/get-user-credits")
    assert first.status_code == 200 and set(first.json()) == {"credits", "free-credits"}
    assert first.json()["free-credits"] == 0
    assert wire.get("/v1/get-user-credits").json() == first.json()
