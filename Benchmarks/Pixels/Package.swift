// swift-tools-version: 6.2
import PackageDescription

// The engine's filters by themselves, to be timed: the sources are links to the real ones, and the filters are compiled
// into the program's own module, so that it may call what the engine keeps to itself.
let package = Package(
    name: "pixels",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "CPixelKernels"),
        .target(name: "GenerationTypes"),
        .executableTarget(name: "pixels", dependencies: ["CPixelKernels", "GenerationTypes"]),
    ],
    cLanguageStandard: .gnu2x
)
