/// What this program is called, for metadata and `--version`.
enum Version {
    static let number = "0.1.0"
    static let software = "Yukimi \(number)"
}
