import ArgumentParser

@main
struct Yukimi: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yukimi",
        abstract: "A self-hosted image-to-image service: send a photo and a sentence, get the photo transformed.",
        discussion: """
            To begin, make a key and start the server:

              yukimi keys create --account demo --credits 1.00
              yukimi serve

            Without a server, one image at a time:

              yukimi transform photo.jpg --prompt "make it a winter evening" -o winter.png
            """,
        version: Version.number,
        subcommands: [
            Serve.self, Worker.self, Transform.self, Keys.self, Credits.self, Jobs.self, Models.self, StoreCommand.self,
            Doctor.self,
        ]
    )
}
