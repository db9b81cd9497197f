import Foundation
import GenerationTypes
import SceneEngine
import Testing

@Suite struct PlanningPlanTests {
    private func plan(_ text: String) throws -> EditPlan { planEdits(prompt: try #require(Prompt(text))) }

    @Test func theSamplePromptBecomesASoftWinterTwilight() throws {
        let plan = try plan(
            """
            Transform this Japanese garden into a magical winter wonderland. Snow covering the cherry blossom branches \
            with delicate white blooms still visible beneath, frozen koi pond with crystalline ice patterns, stone \
            lanterns dusted with snow, soft blue twilight lighting, aurora borealis faintly visible in the sky, mystical \
            and ethereal atmosphere, photorealistic, 8K, cinematic
            """
        )
        #expect(plan.timeOfDay == .twilight)
        #expect(plan.medium == nil)
        #expect(plan.strength(of: .twilight) < 0.8)
        #expect(plan.strength(of: .aurora) < 0.4)
        #expect(plan.strength(of: .snow) > 0.7)
        #expect(plan.edit(.snow)?.places == [])
        #expect(plan.edit(.aurora)?.places == [])
        #expect(plan.priors == ScenePriors(water: 1, sky: 1, vegetation: 1, building: 1))
        #expect(plan.unsupported.isEmpty)
        #expect(plan.warnings.isEmpty)
    }

    @Test func elementsAreFoundInEveryNotationWithTheirPlaces() throws {
        #expect(
            try plan("Put (element1) on the bridge, winter").elements
                == [ElementMention(number: 1, places: [.buildings], phrase: "on the bridge")]
        )
        #expect(
            try plan("@Element2 standing in the foreground, left, at sunset").elements
                == [
                    ElementMention(number: 2, places: [.foreground, .left], phrase: "standing in the foreground, left")
                ]
        )
        #expect(
            try plan("night, <<<element_1>>> and (ELEMENT2)").elements.map(\.number) == [1, 2]
        )
        #expect(try plan("on the right (element1), foggy").elements.first?.places == [.right])
        #expect(try plan("(element0) (elements) winter").elements == [])
    }

    @Test(arguments: [
        ("put (element1) in the garden", []), ("a cat (element1) sitting on the grass", [Place.ground]),
        ("add (element1) at the bottom right", [.bottom, .right]),
        ("place (element1) in the background", [.background]),
        ("(element1) in the middle of the street", [.ground]), ("(element1) im Vordergrund", [.foreground]),
        ("(element1) flying in the sky", [.sky]), ("(element1) on the left side of the picture", [.left]),
    ])
    func elementPlacesAreReadFromCommonPhrasings(prompt: String, places: [Place]) throws {
        let plan = try plan(prompt)
        #expect(plan.elements.map(\.number) == [1])
        #expect(plan.elements.first?.places == places)
        #expect(plan.edits.isEmpty)
        #expect(plan.warnings.isEmpty)
    }

    @Test func everyElementHasItsOwnPlace() throws {
        let elements = try plan("(element1) on the left and (element2) on the right").elements
        #expect(elements.map(\.places) == [[.left], [.right]])
    }

    @Test func effectsCanBeConfinedToAnElement() throws {
        #expect(try plan("(element1) covered in snow").edit(.snow)?.places == [.element(1)])
    }

    @Test func partsThatShallStayAreNamed() throws {
        let plan = try plan("keep the sky as it is and don't change the people; add aurora and snow")
        #expect(plan.preserved == [.sky, .people])
        #expect(plan.edits.map(\.effect) == [.snow])
        #expect(plan.warnings == ["aurora was left out: the sky is to stay as it is"])
    }

    @Test func whatShallStayAndCannotBeFoundIsSaid() throws {
        let plan = try plan("black and white but keep the car red")
        #expect(plan.preserved == [])
        #expect(plan.warnings == ["cannot be told apart, so it changes with the rest: car"])
        #expect(try self.plan("keep the sky as it is, add snow").warnings == [])
    }

    @Test func wishesThatExcludeEachOtherAreSettledWithANote() throws {
        let plan = try plan("aurora at noon")
        #expect(plan.timeOfDay == .twilight)
        #expect(plan.warnings == ["aurora needs a dark sky: twilight instead of day"])
    }

    @Test func whatCannotBeDoneIsSaid() throws {
        let plan = try plan("add a red dragon over the house and heavy snow; steampunk zeppelins")
        #expect(plan.unsupported == ["red dragon"])
        #expect(
            plan.warnings == [
                "not something this engine can do: red dragon", "not understood: steampunk zeppelins",
            ]
        )
    }

    @Test func aRefusalSaysWhatWasAskedAndWhatCanBe() throws {
        let refusal = try plan("make my car red").refusal
        #expect(refusal.code == .unsupportedPrompt)
        #expect(refusal.message.contains("make car red"))
        #expect(refusal.message.contains("Example"))
        #expect(try plan("colourless green ideas").isEmpty == false)
        #expect(try plan("zxcvb qwert").refusal.message.contains("did not understand: zxcvb qwert"))
    }

    @Test func theExampleOfTheRefusalIsAPlan() throws {
        let example = try #require(EditPlan().refusal.message.split(separator: "'").dropFirst().first)
        let plan = try plan(String(example))
        #expect(plan.edits.count >= 4)
        #expect(plan.warnings.isEmpty)
    }

    @Test func aPlanSurvivesJSON() throws {
        let plan = try plan(
            "snow on the roofs but no snow on the ground, (element1) on the left, no clouds, add a dragon, night"
        )
        let data = try JSONEncoder().encode(plan)
        #expect(try JSONDecoder().decode(EditPlan.self, from: data) == plan)
        #expect(String(decoding: data, as: UTF8.self).contains(#""places":["roofs"]"#))
    }

    @Test func aPlanIsPrintedForPeople() throws {
        let text = try plan("light fog over the lake, night, no clouds, add a dragon").description
        #expect(
            text == """
                night              90 %
                fog                33 %  only: water
                must not be visible: clouds
                the photograph is said to show: water
                warning: not something this engine can do: dragon
                """
        )
    }

    @Test func everyEffectIsUnderstoodByItsOwnName() throws {
        let names: [EffectName] = [
            .winter, .snow, .autumn, .spring, .blossom, .summer, .dawn, .goldenHour, .sunset, .twilight, .night,
            .snowfall,
            .rain, .fog, .storm, .lightning, .rainbow, .overcast, .clearSky, .clouds, .aurora, .stars, .milkyWay, .moon,
            .sun,
            .sunRays, .ice, .frost, .wet, .neon, .fireflies, .petals, .mystical, .cinematic, .vintage, .noir,
            .blackAndWhite,
            .sepia, .pastel, .cyberpunk, .hdr, .vivid, .muted, .contrast, .dark, .bright, .softLight, .watercolour,
            .pencil,
            .ink, .anime, .pointillism, .pixelArt, .stainedGlass, .woodblock, .lowPoly, .denoise, .dehaze, .sharpen,
            .upscale,
            .detail, .bokeh, .lamps,
        ]
        for name in names {
            let words = String(name.rawValue.map { $0 == "-" ? " " : $0 })
            #expect(try plan(words).contains(name), "\(words)")
        }
    }
}
