extension OutputMetadata {
    /// The XMP packet (ISO 16684-1): RDF in XML, read-only, so without the padding that editors would write into. At most
    /// 60 kB, as one JPEG segment must hold it. The properties are those of the IPTC Photo Metadata Standard 2025.1, for
    /// which it has them.
    func xmpPacket() -> [UInt8] {
        let packet = """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
             <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
              <rdf:Description rdf:about=""
                xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
                xmlns:yukimi="urn:yukimi:generation:1">
               <xmp:CreatorTool>\(xmlText(software, limit: 200))</xmp:CreatorTool>
               <Iptc4xmpExt:DigitalSourceType>\(digitalSource.uri)</Iptc4xmpExt:DigitalSourceType>
               <Iptc4xmpExt:AISystemUsed>\(xmlText(engine, limit: 200))</Iptc4xmpExt:AISystemUsed>
               <Iptc4xmpExt:AIPromptInformation>\(xmlText(prompt, limit: 50_000))</Iptc4xmpExt:AIPromptInformation>
               <yukimi:engine>\(xmlText(engine, limit: 200))</yukimi:engine>
               <yukimi:seed>\(seed)</yukimi:seed>
              </rdf:Description>
             </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>
            """
        return Array(packet.utf8)
    }
}

/// Text for an XML element of at most `limit` bytes: markup escaped, white space made spaces, and the characters left
/// out that XML 1.0 (section 2.2) cannot hold or that only control terminals.
private func xmlText(_ text: String, limit: Int) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        guard result.utf8.count < limit - 8 else { return result + "…" }
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\t", "\n", "\r": result += " "
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}": continue
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
