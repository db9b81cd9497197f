# make demo    sets up, builds, and turns the sample photograph into a winter evening through the real interface
# make serve   the same set-up, and stays up
# make gallery draws the contact sheets of demo/gallery/ (every effect on ten photographs)
# make test    everything that continuous integration runs

.PHONY: help demo serve gallery test build clean

help:
	@sed -n 's/^# make/make/p' Makefile

build:
	@Scripts/setup build
	swift build -c release --product yukimi

demo:
	@Scripts/setup demo
	swift build -c release --product yukimi
	@Scripts/demo

serve:
	@Scripts/setup build
	swift build -c release --product yukimi
	@Scripts/demo --serve --port $(or $(PORT),0)

gallery:
	@Scripts/setup demo
	swift build -c release --product yukimi
	@Scripts/gallery

test:
	@Scripts/setup test
	@Scripts/test

clean:
	rm -rf .build demo/winter.png demo/before-after.jpg
