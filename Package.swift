// swift-tools-version: 6.2
import PackageDescription

// One list of language settings for every Swift target.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

// Loops over pixels, bytes and tensors in Swift: optimised in debug builds too, or tests take ten times as long.
let numericSettings = swiftSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "yukimi",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "yukimi", targets: ["yukimi"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.0.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.9.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    ],
    targets: [
        // MARK: - C: system libraries, kernels, embedded files
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CVips", pkgConfig: "vips", providers: [.apt(["libvips-dev"])]),
        .target(
            name: "CPixelKernels",
            // Kernels stay optimised in debug builds: tests run ten times faster.
            cSettings: [.unsafeFlags(["-O3"], .when(configuration: .debug))],
            linkerSettings: [.linkedLibrary("m")]
        ),

        .target(name: "CWebAssets", exclude: ["assets"]),

        // MARK: - Vocabulary shared by all
        .target(name: "GenerationTypes", swiftSettings: swiftSettings),

        // MARK: - Pixels and engines
        .target(
            name: "ImageCodecs",
            dependencies: ["CVips", "GenerationTypes"],
            // It walks through every byte of an upload, and over the pixels of saliency maps.
            swiftSettings: numericSettings
        ),
        .target(
            name: "SceneEngine",
            dependencies: ["CPixelKernels", "GenerationTypes", "ImageCodecs"],
            swiftSettings: numericSettings
        ),

        // MARK: - Diffusion models
        .target(
            name: "CTensorKernels",
            cSettings: [.unsafeFlags(["-O3"], .when(configuration: .debug))],
            linkerSettings: [.linkedLibrary("m")]
        ),
        .target(name: "Tensors", dependencies: ["CTensorKernels"], swiftSettings: numericSettings),
        .target(name: "TextTokenizers", swiftSettings: numericSettings),
        .target(
            name: "DiffusionModels",
            dependencies: ["GenerationTypes", "Tensors"],
            swiftSettings: numericSettings
        ),
        .target(
            name: "DiffusionEngine",
            dependencies: [
                "DiffusionModels", "GenerationTypes", "ImageCodecs", "Tensors", "TextTokenizers",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: numericSettings
        ),

        // MARK: - The network's other side
        .target(
            name: "ModelLibrary",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "ImageFetcher",
            dependencies: [
                "GenerationTypes",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "ObjectStorage",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "Traces",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),

        // MARK: - Jobs and money
        .target(
            name: "JobStore",
            dependencies: [
                "CPostgres", "GenerationTypes", "ObjectStorage",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "JobRunner",
            dependencies: [
                "GenerationTypes", "ImageCodecs", "JobStore", "Traces",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),

        // MARK: - Surfaces
        .target(
            name: "Playground",
            dependencies: ["CWebAssets", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HTTPAPI",
            dependencies: [
                "GenerationTypes", "ImageCodecs", "ImageFetcher", "JobStore", "Playground", "Traces",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "yukimi",
            dependencies: [
                "DiffusionEngine", "GenerationTypes", "HTTPAPI", "ImageCodecs", "ImageFetcher", "JobRunner", "JobStore",
                "ModelLibrary", "ObjectStorage", "SceneEngine", "Tensors", "Traces",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: swiftSettings
        ),

        // MARK: - Tests
        .testTarget(name: "GenerationTypesTests", dependencies: ["GenerationTypes"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ImageCodecsTests",
            dependencies: ["GenerationTypes", "ImageCodecs"],
            // Read from the source folder: the tests never move away from it.
            exclude: ["Fixtures"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "SceneEngineTests",
            dependencies: ["CPixelKernels", "GenerationTypes", "ImageCodecs", "SceneEngine"],
            exclude: ["Masks", "PlanningPrompts.txt"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "TensorsTests",
            dependencies: ["CTensorKernels", "Tensors"],
            swiftSettings: numericSettings
        ),
        .testTarget(
            name: "TextTokenizersTests",
            dependencies: ["TextTokenizers"],
            exclude: ["Fixtures"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "DiffusionModelsTests",
            dependencies: ["DiffusionModels", "GenerationTypes", "Tensors"],
            exclude: ["Fixtures"],
            swiftSettings: swiftSettings
        ),
        // Beside the tests, whose program it becomes a part of.
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .testTarget(
            name: "DiffusionEngineTests",
            dependencies: [
                "CAllocationCounter", "DiffusionEngine", "DiffusionModels", "GenerationTypes", "ImageCodecs", "Tensors",
            ],
            exclude: ["Fixtures"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "ImageFetcherTests",
            dependencies: [
                "GenerationTypes", "ImageFetcher",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "TracesTests", dependencies: ["Traces"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ModelLibraryTests",
            dependencies: [
                "ModelLibrary",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "ObjectStorageTests",
            dependencies: [
                "ObjectStorage",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "JobStoreTests",
            dependencies: [
                "GenerationTypes", "JobStore", "ObjectStorage",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "JobRunnerTests",
            dependencies: [
                "GenerationTypes", "ImageCodecs", "JobRunner", "JobStore", "ObjectStorage",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "GenerationTypes", "HTTPAPI", "ImageCodecs", "ImageFetcher", "JobStore", "Playground",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "GenerationTypes", "HTTPAPI", "ImageCodecs", "JobRunner", "JobStore", "ObjectStorage",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "YukimiTests",
            dependencies: [
                "DiffusionEngine", "GenerationTypes", "HTTPAPI", "ImageCodecs", "ImageFetcher", "JobRunner", "JobStore",
                "ObjectStorage", "SceneEngine", "Tensors", "yukimi",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),
    ],
    cLanguageStandard: .gnu2x
)
