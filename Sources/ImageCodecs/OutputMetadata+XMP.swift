extension OutputMetadata {
    /// The XMP packet (ISO 16684-1): RDF in XML, read-only, so without the padding that editors would write into.
    func xmpPacket() -> [UInt8] {
        let packet = """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
             <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
              <rdf:Description rdf:about=""
                xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                xmlns:dc="http://purl.org/dc/elements/1.1/"
                xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
                xmlns:yukimi="urn:yukimi:generation:1">
               <xmp:CreatorTool>\(escaped(software))</xmp:CreatorTool>
               <Iptc4xmpExt:DigitalSourceType>\(digitalSource.uri)</Iptc4xmpExt:DigitalSourceType>
               <dc:description>
                <rdf:Alt>
                 <rdf:li xml:lang="x-default">\(escaped(prompt))</rdf:li>
                </rdf:Alt>
               </dc:description>
               <yukimi:engine>\(escaped(engine))</yukimi:engine>
               <yukimi:seed>\(seed)</yukimi:seed>
               <yukimi:prompt>\(escaped(prompt))</yukimi:prompt>
              </rdf:Description>
             </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>
            """
        return Array(packet.utf8)
    }
}

/// Text for an XML element: markup escaped, and the characters left out that XML 1.0 (section 2.2) cannot hold at all.
private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "\t", "\n", "\r": result += " "
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": continue
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
