/// Makes spellings equal that people mean as equal: case, width, Latin accents, traditional and simplified Chinese,
/// and characters that cannot be seen. One scalar becomes none, one or two.
enum PromptFolding {
    /// The folded form of a text, for comparing.
    static func fold(_ text: some StringProtocol) -> String {
        var folded = ""
        for scalar in text.unicodeScalars { folded.unicodeScalars.append(contentsOf: fold(scalar)) }
        return folded
    }

    static func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar.value {
        case 0x41...0x5A: [Unicode.Scalar(UInt8(scalar.value) + 32)]
        case 0x00...0x7F: [scalar]
        // Combining accents, soft hyphen, zero-width spaces and joiners, direction marks, variation selectors.
        case 0x300...0x36F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: []
        // Full-width forms of ASCII.
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0).map(fold) ?? []
        case 0xFF61...0xFF9D: [halfWidthKatakana[Int(scalar.value - 0xFF61)]]
        default: table[scalar] ?? Array(scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    private static let halfWidthKatakana = Array(
        "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン".unicodeScalars
    )

    /// Accented Latin letters by their base letter, and traditional Chinese (and some Japanese) forms by the simplified
    /// one: only those that the lexicon's words have.
    private static let table: [Unicode.Scalar: [Unicode.Scalar]] = {
        var table: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        for (base, accented) in latin {
            for scalar in accented.unicodeScalars { table[scalar] = Array(base.unicodeScalars) }
        }
        let pairs = Array(traditionalAndSimplified.unicodeScalars)
        for index in stride(from: 0, to: pairs.count - 1, by: 2) { table[pairs[index]] = [pairs[index + 1]] }
        return table
    }()

    private static let latin: [(base: String, accented: String)] = [
        ("a", "àáâãäåāăąÀÁÂÃÄÅĀĂĄ"), ("ae", "æÆ"), ("c", "çćĉċčÇĆĈĊČ"), ("d", "ďđðĎĐÐ"), ("e", "èéêëēĕėęěÈÉÊËĒĔĖĘĚ"),
        ("g", "ĝğġģĜĞĠĢ"), ("h", "ĥħĤĦ"), ("i", "ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ"), ("j", "ĵĴ"), ("k", "ķĶ"), ("l", "ĺļľŀłĹĻĽĿŁ"),
        ("n", "ñńņňÑŃŅŇ"), ("o", "òóôõöøōŏőÒÓÔÕÖØŌŎŐ"), ("oe", "œŒ"), ("r", "ŕŗřŔŖŘ"), ("s", "śŝşšŚŜŞŠ"), ("ss", "ßẞ"),
        ("t", "ţťŧŢŤŦ"), ("u", "ùúûüũūŭůűųÙÚÛÜŨŪŬŮŰŲ"), ("w", "ŵŴ"), ("y", "ýÿŷÝŸŶ"), ("z", "źżžŹŻŽ"), ("'", "’‘ʼ`´"),
    ]

    private static let traditionalAndSimplified =
        "雲云霧雾電电陽阳陰阴東东銀银極极閃闪雷雷風风龍龙畫画張张變变換换場场圖图葉叶紅红黃黄綠绿藍蓝"
        + "鳥鸟馬马魚鱼貓猫車车門门窗窗燈灯籠笼滿满濃浓輕轻淺浅強强暖暖調调膠胶復复懷怀舊旧動动漫漫"
        + "鉛铅筆笔線线銳锐噪噪點点彩彩玻玻璃璃馬马賽赛凍冻結结無无沒没別别請请將将這这個个景景樹树"
        + "園园橋桥湖湖溫温國国韓韩亞亚氣气濕湿時时間间頂顶殘残聖圣誕诞節节歲岁飛飞戲戏劇剧單单對对"
        + "顯显層层級级體体積积厚厚極极夢梦靈灵魔魔話话螢萤蟲虫鮮鲜艷艳豐丰緣缘蓋盖鋪铺屋屋雙双邊边"
        + "側侧遠远處处後后裡里裏里並并還还與与為为從从給给讓让使使減减刪删除除擴扩畫画質质細细節节"
        + "臉脸孩孩遊游鑽钻烏乌壓压煙烟塵尘鐵铁絲丝絕绝種种莊庄鎮镇廟庙寶宝築筑牆墙樓楼農农圍围"
}
