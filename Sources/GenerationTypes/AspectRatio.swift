/// The shapes an output image can have, width to height.
public enum AspectRatio: String, Sendable, Codable, CaseIterable {
    case landscape16x9 = "16:9"
    case portrait9x16 = "9:16"
    case square = "1:1"
    case landscape4x3 = "4:3"
    case portrait3x4 = "3:4"
    case landscape3x2 = "3:2"
    case portrait2x3 = "2:3"
}
