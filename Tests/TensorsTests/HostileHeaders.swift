/// Headers of safetensors files that break one rule each.
enum HostileHeaders {
    /// With the data's size and a part of the message.
    static let all: [(header: String, dataCount: Int, message: String)] = [
        // Not this JSON
        ("", 0, "{ at its beginning wanted, its end found"),
        (" {}", 0, "{ at its beginning"),
        ("[]", 0, "{ at its beginning"),
        ("null", 0, "{ at its beginning"),
        ("\"text\"", 0, "{ at its beginning"),
        ("{", 0, "a string wanted"),
        ("{}}", 0, "nothing more"),
        ("{}\0", 0, "nothing more"),
        ("{} x", 0, "nothing more"),
        (#"{"a"}"#, 0, ": wanted"),
        (#"{"a":"#, 0, "{ wanted, its end"),
        (#"{"a":1}"#, 0, "{ wanted, 1 found"),
        (#"{"a":[]}"#, 0, "{ wanted, [ found"),
        (#"{"a":{}}"#, 0, "dtype, shape and two data_offsets wanted"),
        (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},}"#, 1, "a string wanted"),
        (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]} "b":{}}"#, 1, "} wanted"),
        (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],}}"#, 1, "a string wanted"),
        (#"{"a":{"dtype":"U8","shape":[1,],"data_offsets":[0,1]}}"#, 1, "a number wanted"),
        (#"{"a":{"dtype":"U8","shape":[[1]],"data_offsets":[0,1]}}"#, 1, "a number wanted"),
        (#"{"a":{"dtype":"U8","shape":{"0":1},"data_offsets":[0,1]}}"#, 1, "[ wanted"),
        (#"{"a":{"dtype":"U8","shape":null,"data_offsets":[0,1]}}"#, 1, "[ wanted"),
        (#"{"a":{"dtype":["U8"],"shape":[1],"data_offsets":[0,1]}}"#, 1, "a string wanted"),
        (String(repeating: #"{"a":"#, count: 10_000), 0, "unknown member a"),
        (#"{"a":{"shape":"# + String(repeating: "[", count: 100_000), 0, "a number wanted"),
        // Numbers
        (#"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#, 1, "a number wanted, - found"),
        (#"{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}"#, 1, "] wanted, . found"),
        (#"{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}"#, 1, "] wanted, e found"),
        (#"{"a":{"dtype":"U8","shape":[01],"data_offsets":[0,1]}}"#, 1, "leading zeros"),
        (#"{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}"#, 1, "a number wanted"),
        (#"{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1]}}"#, 1, "too large"),
        (#"{"a":{"dtype":"U8","shape":[99999999999999999999999],"data_offsets":[0,1]}}"#, 1, "too large"),
        // Texts
        (#"{"a"#, 0, "the end of a string"),
        (#"{"a\"#, 0, "an escaped character"),
        (#"{"a\n"#, 0, "the end of a string"),
        (#"{"\x41":{}}"#, 0, "a known escape"),
        (#"{"\u12":{}}"#, 0, "four hexadecimal digits"),
        (#"{"\u"#, 0, "four hexadecimal digits"),
        (#"{"\ud800":{}}"#, 0, "not half a pair"),
        (#"{"\udc00":{}}"#, 0, "not half a pair"),
        (#"{"\ud800\u0041":{}}"#, 0, "surrogate pair"),
        ("{\"a\nb\":{}}", 0, "control character"),
        ("{\"\\na\nb\":{}}", 0, "control character"),
        // Members
        (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":"x"}}"#, 1, "unknown member more"),
        (#"{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 1, "two members dtype"),
        (#"{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}"#, 1, "two members shape"),
        (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"data_offsets":[0,1]}}"#, 1, "two members data_offsets"),
        (#"{"a":{"dtype":"U8","shape":[1]}}"#, 1, "dtype, shape and two data_offsets wanted"),
        (#"{"a":{"shape":[1],"data_offsets":[0,1]}}"#, 1, "dtype, shape and two data_offsets wanted"),
        (#"{"a":{"dtype":"U8","data_offsets":[0,1]}}"#, 1, "dtype, shape and two data_offsets wanted"),
        (members(entry("a", "U8", [1], [0])), 1, "dtype, shape and two data_offsets wanted"),
        (members(entry("a", "U8", [1], [0, 1, 2])), 1, "dtype, shape and two data_offsets wanted"),
        (members(entry("a", "U8", [1], [0, 1]), entry("a", "U8", [1], [1, 2])), 2, "two tensors of this name"),
        (members(entry("a", "U8", [1], [0, 1]), entry(#"\u0061"#, "U8", [0], [1, 1])), 1, "two tensors of this name"),
        (#"{"__metadata__":{},"__metadata__":{}}"#, 0, "two members __metadata__"),
        (#"{"__metadata__":{"k":"1","k":"2"}}"#, 0, "two members k of __metadata__"),
        (#"{"__metadata__":{"k":1}}"#, 0, "a string wanted"),
        (#"{"__metadata__":{"k":{"deep":"x"}}}"#, 0, "a string wanted"),
        (#"{"__metadata__":"text"}"#, 0, "{ wanted"),
        // Types and shapes
        (members(entry("a", "F31", [1], [0, 1])), 1, "unknown element type F31"),
        (members(entry("a", "f32", [1], [0, 4])), 4, "unknown element type f32"),
        (members(entry("a", "F4", [3], [0, 2])), 2, "ends within a byte"),
        (members(entry("a", "U8", [4294967296, 4294967296], [0, 0])), 0, "too many elements"),
        (members(entry("a", "F32", [2305843009213693952, 2], [0, 0])), 0, "too many elements"),
        (members(entry("a", "U8", [9223372036854775807, 9223372036854775807, 0], [0, 0])), 0, "too many"),
        (members(entry("a", "U8", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1])), 1, "17 dimensions"),
        // Offsets
        (members(entry("a", "U8", [2], [0, 1])), 1, "1 bytes for the shape [2], which needs 2"),
        (members(entry("a", "F32", [1], [0, 2])), 2, "2 bytes for the shape [1], which needs 4"),
        (members(entry("a", "U8", [1], [1, 0])), 1, "offsets 1..0 in 1 bytes"),
        (members(entry("a", "U8", [2], [0, 2])), 1, "offsets 0..2 in 1 bytes"),
        (members(entry("a", "U8", [1], [100, 101])), 1, "offsets 100..101 in 1 bytes"),
        (
            members(entry("a", "U8", [1], [9223372036854775806, 9223372036854775807])), 1,
            "offsets 9223372036854775806..9223372036854775807 in 1 bytes"
        ),
        (members(entry("a", "U8", [2], [0, 2]), entry("b", "U8", [2], [1, 3])), 3, "overlaps"),
        (members(entry("a", "U8", [2], [0, 2]), entry("b", "U8", [2], [0, 2])), 2, "overlaps"),
        (members(entry("a", "U8", [1], [0, 1]), entry("b", "U8", [1], [2, 3])), 3, "after a hole"),
        (members(entry("a", "U8", [1], [1, 2])), 2, "after a hole"),
        (members(entry("a", "U8", [1], [0, 1])), 2, "1 bytes at the end belong to no tensor"),
        ("{}", 1, "1 bytes at the end belong to no tensor"),
        (members(entry("a", "U8", [0], [1, 1]), entry("b", "U8", [2], [0, 2])), 2, "overlaps"),
        (members(entry("a", "U8", [1], [0, 1]), entry("b", "F32", [1], [1, 5])) + "    ", 5, "no multiple of 4"),
    ]

    private static func entry(_ name: String, _ type: String, _ shape: [Int], _ offsets: [Int]) -> String {
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }

    private static func members(_ entries: String...) -> String { "{" + entries.joined(separator: ",") + "}" }
}
