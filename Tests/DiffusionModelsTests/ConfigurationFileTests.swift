import Foundation
import Testing

@testable import DiffusionModels

struct ConfigurationFileTests {
    private let file: ConfigurationFile

    init() throws {
        let json = """
            {"count": 3, "ratio": 0.5, "whole": 2.0, "on": true, "name": "silu", "nothing": null,
             "sizes": [1, 2, 3], "names": ["a", "b"], "inner": {"depth": 7, "bad": "x"}}
            """
        file = try ConfigurationFile(Data(json.utf8), file: "config.json")
    }

    @Test func `values are read by their type`() throws {
        #expect(try file.integer("count") == 3)
        #expect(try file.number("ratio") == 0.5)
        #expect(try file.number("count") == 3)
        #expect(try file.flag("on"))
        #expect(try file.text("name") == "silu")
        #expect(try file.texts("names") == ["a", "b"])
        #expect(try file.integers("sizes") == [1, 2, 3])
        #expect(try file.section("inner").integer("depth") == 7)
    }

    @Test func `one number stands for all levels`() throws {
        #expect(try file.integers("count", count: 2) == [3, 3])
        #expect(try file.integers("sizes", count: 3) == [1, 2, 3])
        #expect(throws: ConfigurationError.self) { try file.integers("sizes", count: 2) }
    }

    @Test func `a missing key has its default, or is an error`() throws {
        #expect(try file.integer("absent", default: 5) == 5)
        let error = #expect(throws: ConfigurationError.self) { try file.integer("absent") }
        #expect(error?.found == "missing")
    }

    @Test func `an unsupported value is named with its section`() throws {
        let error = #expect(throws: ConfigurationError.self) { try file.section("inner").integer("bad") }
        #expect(error?.description == "config.json: \"inner.bad\" is \"x\", supported: a positive whole number")
    }

    @Test func `whole numbers are numbers, and null is a value`() throws {
        try file.require("whole", 2)
        try file.require("nothing", nil)
        #expect(throws: ConfigurationError.self) { try file.require("name", "relu", "gelu") }
        #expect(!file.contains("nothing"))
    }

    @Test func `malformed files are errors`() {
        #expect(throws: ConfigurationError.self) { try ConfigurationFile(Data("[1]".utf8), file: "config.json") }
        #expect(throws: ConfigurationError.self) { try ConfigurationFile(contentsOf: URL(filePath: "/absent.json")) }
    }
}
