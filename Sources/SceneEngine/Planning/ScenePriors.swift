/// What the prompt says that the photograph shows, 0 (not mentioned) to 1 (named). The analysis lowers its thresholds
/// by it: in a picture of which the prompt says "koi pond", a smooth dark patch is probably water.
public struct ScenePriors: Sendable, Hashable, Codable {
    public var water: Double
    public var sky: Double
    public var vegetation: Double
    public var building: Double
    public var person: Double
    public var animal: Double

    public init(
        water: Double = 0,
        sky: Double = 0,
        vegetation: Double = 0,
        building: Double = 0,
        person: Double = 0,
        animal: Double = 0
    ) {
        self.water = water
        self.sky = sky
        self.vegetation = vegetation
        self.building = building
        self.person = person
        self.animal = animal
    }
}
