/// How many pixels an output image has: about one megapixel, or twice as many along each side.
public enum Resolution: String, Sendable, Codable, CaseIterable {
    case standard = "1K"
    case high = "2K"
}
