import ArgumentParser

@main
struct Yukimi: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yukimi",
        abstract: "A self-hosted image-to-image service."
    )
}
