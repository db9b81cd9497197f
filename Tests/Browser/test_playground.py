"""What a person does with the playground, with a mouse, with the keyboard, and with bad luck."""

import io

from PIL import Image, ImageChops, ImageStat

from client import MODEL, PRICE


def share(text):
    """`12.5%` as a number."""
    return float(text.rstrip("%")) / 100


def drawn_crop(page):
    style = page.run("const s = document.getElementById('crop').style; return [s.left, s.top, s.width, s.height]")
    return [share(text) for text in style]


def test_from_a_dropped_photo_to_a_comparison_by_keyboard(page, person, photo):
    page.drop(photo)
    assert page.is_shown("crop")
    page.write("First snow at dusk, windows lit")
    assert page["cost"].text == "Costs $0.035 of $10.00"
    page.transform()
    request = page.result()

    divider = page["divider"]
    before = float(divider.get_attribute("value"))
    page.press("divider", "ARROW_LEFT", "ARROW_LEFT", "ARROW_LEFT")
    assert float(divider.get_attribute("value")) < before
    edge = page.run("return getComputedStyle(document.getElementById('pair')).getPropertyValue('--at')")
    assert share(edge) * 100 == float(divider.get_attribute("value"))
    page.press("divider", "HOME")
    assert float(divider.get_attribute("value")) == 0

    row = person.history()[0]
    assert row["request_id"] == request and row["model_name"] == MODEL
    assert f"seed {row['seed']}" in page["result-facts"].text and "$0.035" in page["result-facts"].text
    page.until(lambda: page["balance"].text == f"${10 - PRICE:.3f} left")
    assert len(page.all("#thumbnails .thumbnail")) == 1
    page.assert_clean()


def test_progress_is_told_step_by_step_with_a_preview(page, photo):
    page.drop(photo)
    page.choose_model("rehearse-lively")
    page.write("as it is")
    page.transform()
    page.result()
    steps = {text.split(":")[0].split(",")[0] for text in page.run("return window.progressTexts") if text.startswith("Step")}
    assert len(steps) >= 3, page.run("return window.progressTexts")
    previews = page.run("return window.previews")
    assert previews and all(image.startswith("data:image/jpeg;base64,") for image in previews)
    page.assert_clean()


def test_a_reload_while_it_runs_finds_the_result(page, photo):
    page.drop(photo)
    page.choose_model("rehearse-lively")
    page.write("as it is")
    page.transform()
    page.until(lambda: "request=" in page.driver.current_url)
    page.driver.refresh()
    page.until(lambda: page.mode() == "running")
    page.result()
    assert page["prompt"].get_attribute("value") == "as it is"
    page.assert_clean()


def test_losing_the_network_loses_nothing(page, photo):
    page.drop(photo)
    page.choose_model("rehearse-lively")
    page.write("as it is")
    page.transform()
    page.until(lambda: "request=" in page.driver.current_url)
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.driver.execute_cdp_cmd("Network.enable", {})
    page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    try:
        assert page.run("return fetch('/healthz').then(() => true, () => false)") is False
    finally:
        page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**offline, "offline": False})
    page.result()


def test_a_result_becomes_the_input_and_its_settings_come_back(page, person, photo):
    page.drop(photo)
    page.write("Thick morning fog")
    page.choose("shapes", "1:1")
    page.transform()
    page.result()
    first = person.history()[0]

    page.click(page["use-as-input"])
    page.until(lambda: page.mode() == "input")
    size = page.run("const i = document.getElementById('input-image'); return [i.naturalWidth, i.naturalHeight]")
    assert size == [1024, 1024] and not page.is_shown("crop")

    page.write("something else")
    page.choose("shapes", "9:16")
    page.click(page["show-result"])
    page.until(lambda: page.mode() == "result")
    page.click(page["same-settings"])
    page.until(lambda: page.mode() == "input" and page["seed"].get_attribute("value") == first["seed"])
    assert page["prompt"].get_attribute("value") == "Thick morning fog"
    page.transform()
    page.result()
    assert len(person.history()) == 2
    outputs = [person.wire.get(row["generation_url"].removeprefix(person.server.url)).content for row in person.history()]
    assert outputs[0] == outputs[1]


def test_a_stopped_run_costs_nothing(page, person, photo):
    page.drop(photo)
    page.choose_model("rehearse-slow")
    page.write("as it is")
    page.transform()
    page.until(lambda: person.history() and person.history()[0]["model_status"] == "PENDING")
    page.until(lambda: page["stop"].is_enabled() and "request=" in page.driver.current_url)
    page.click(page["stop"])
    page.until(lambda: page.mode() == "input")
    assert "Nothing was charged" in page["fault"].text
    assert person.wire.credits() == 10
    page.until(lambda: page["balance"].text == "$10.00 left")


def test_the_history_outlives_the_server(page, server, person, photo):
    page.drop(photo)
    for prompt in ["Deep winter", "Late autumn"]:
        page.write(prompt)
        page.transform()
        page.until(lambda: page.mode() == "result" and page.all("#thumbnails .caption")[:1] != []
                   and page.all("#thumbnails .caption")[0].text == prompt)
    server.restart()
    page.driver.refresh()
    page.until_ready()
    page.result()
    page.until(lambda: [caption.text for caption in page.all("#thumbnails .caption")] == ["Late autumn", "Deep winter"])

    for number in (0, 1):
        page.run("arguments[0].click()", page.all("#thumbnails input[type=checkbox]")[number])
    page.click(page["compare-two"])
    page.until(lambda: page["tag-before"].text == "first")

    page.run("window.confirm = () => true")
    page.run("arguments[0].click()", page.all("#thumbnails .tools button")[0])
    page.until(lambda: [caption.text for caption in page.all("#thumbnails .caption")] == ["Deep winter"])
    assert [row["prompt"] for row in person.history()] == ["Deep winter"]


def test_an_error_stands_next_to_its_field(page, photo):
    page.click(page["run"])
    assert page["fault-image_url"].text == "Choose a picture first"
    page.drop(photo)
    page.write("Put (element3) onto the terrace")
    page.transform()
    page.until(lambda: "element3" in page["fault-prompt"].text)
    assert page["prompt"].get_attribute("aria-invalid") == "true"
    assert page.mode() == "input"
    page.write("Snow")
    assert page["fault-prompt"].text == ""
    page.choose("seed-mode", "fixed")
    page["seed"].clear()
    page["seed"].send_keys("4294967296")
    page.transform()
    page.until(lambda: "4294967295" in page["fault-seed"].text)


def test_an_address_that_is_no_picture_is_said_next_to_it(page):
    page["address"].send_keys("http://10.0.0.1/photo.jpg")
    page.press("address", "ENTER")
    page.until(lambda: "private" in page["fault-image_url"].text)


def test_an_element_writes_its_name_into_the_prompt(page, person, photo):
    page.drop(photo)
    page.click(page["add-element"])
    page.one("#elements input[type=file]").send_keys(str(photo))
    page.until(lambda: page.all("#elements .view img"))
    page.write("Snow around")
    page.click(page.one("#elements .name"))
    assert page["prompt"].get_attribute("value") == "Snow around (element1) "
    page.choose_model("rehearse-copy")
    page.transform()
    page.result()
    assert len(person.history()[0]["parameters"]["elements"]) == 1


def difference(image, reference, box):
    part = reference.crop(box).resize(image.size, Image.Resampling.LANCZOS)
    return sum(ImageStat.Stat(ImageChops.difference(image, part)).mean)


def delivered(person):
    path = person.history()[0]["generation_url"].removeprefix(person.server.url)
    return Image.open(io.BytesIO(person.wire.get(path).content)).convert("RGB")


def test_the_drawn_crop_is_the_one_that_is_made(page, person, photo):
    source = Image.open(photo).convert("RGB")
    page.drop(photo)
    page.choose_model("rehearse-copy")
    page.write("as it is")
    for shape in ["16:9", "1:1", "9:16"]:
        page.choose("shapes", shape)
        page.until(lambda: page.mode() == "input")
        left, top, width, height = drawn_crop(page)
        box = [left * source.width, top * source.height, (left + width) * source.width, (top + height) * source.height]
        page.transform()
        page.result()
        image = delivered(person)
        shift = [0.02 * source.width, 0, 0.02 * source.width, 0] if width < 0.999 else [0, 0.02 * source.height] * 2
        here = difference(image, source, box)
        for sign in (1, -1):
            assert here < difference(image, source, [a + sign * b for a, b in zip(box, shift)]), shape


def test_a_crop_moved_by_keyboard_is_what_is_sent(page, person, photo):
    source = Image.open(photo).convert("RGB")
    page.drop(photo)
    page.choose_model("rehearse-copy")
    page.choose("shapes", "1:1")
    page.write("as it is")
    page.press("crop", "END")
    assert page["crop"].get_attribute("aria-valuenow") == "100"
    page.transform()
    page.result()
    end = [source.width - source.height, 0, source.width, source.height]
    start = [0, 0, source.height, source.height]
    image = delivered(person)
    assert difference(image, source, end) < difference(image, source, start) / 4


def test_the_key_is_nowhere_in_the_page(page, person, photo):
    page.drop(photo)
    kept = page.run("return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, document.body.textContent])")
    assert person.key not in kept
    assert page.run("return document.cookie") == ""
    assert page["key"].get_attribute("value") == ""


def test_the_printed_link_signs_in_once(driver, server):
    from page import Page

    server.restart()
    link = server.sign_in_link()
    page = Page(driver, server)
    page.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    page.open(link.removeprefix(server.url))
    page.until_ready()
    assert "sign-in" not in page.driver.current_url
    page.click(page["sign-out"])
    page.until(lambda: page.is_shown("sign-in"))
    page.open(link.removeprefix(server.url))
    page.until(lambda: page.is_shown("sign-in"))
    assert "used already" in page["fault-key"].text
