extension Lexicon {
    /// The words that say how much, where, whether, and what to do. ``Lexicon`` explains the notation.
    static let grammar = """
        low 0.35 both
        en faint, faintly, barely, barely visible, faintly visible, hardly, a hint of, hint of, hints of, hint, the faintest, scarcely, barely noticeable, just a hint of, subtle hint of
        en very light, very slight, almost invisible, in the faintest, a whisper of
        zh 淡淡, 淡淡的, 隐约, 隐隐, 隐约可见, 微弱, 若隐若现, 依稀
        ja かすか, かすかな, かすかに, うっすら, うっすらと, ほのか, ほのかな, ほのかに, 薄っすら
        es apenas, tenue, tenues, débil
        de schwach~, kaum, ein hauch, ein hauch von, einem hauch, hauch
        fr à peine, faible, faibles, une pointe de, un soupçon de

        low 0.4 both
        en subtle, subtly, slight, slightly, a touch of, touch of, a touch, a bit, a bit of, a little bit, a little bit of, a little, little, lightly
        en just a bit, tiny bit, a tiny bit of, tiny bit of, just a tiny bit, noticeable, nothing too, not too, not too much, not too many, not too heavy, not so much, not very, not very much, not much, not too strong, not that much
        en mild, mildly, weakly, not overly, a tiny bit, a dash of, minimal, minimally, tad, a tad, slightest
        zh 轻微, 轻微的, 微微, 一点, 一点点, 少许, 些许, 稍微, 略微, 稍稍, 有点, 一丝, 不要太多, 不要太
        ja 少し, わずか, わずかな, わずかに, 少しだけ, ちょっと, やや, 微かな, 軽い, 軽く, 控えめ, 控えめな, すぎない, 過ぎない, すぎず
        es un poco, un poco de, un toque de, leve, leves, ligeramente, levemente, poco, poca, no mucha, no mucho, no demasiada, no demasiado
        de ein bisschen, etwas, ein wenig, wenig, dezent~, subtil~, nicht zu, nicht zu viel, nicht so viel, nicht viel, minimal
        fr un peu, un peu de, une touche de, légèrement, !peu, peu de, subtil~, pas trop, pas trop de, discret, !discrète

        low 0.55 before
        en light, dusted, dusting of, dusting, a dusting of, gentle, thin, sparse, wispy, patchy, few, a few, modest, weak, small
        zh 轻, 薄, 小, 薄薄, 薄薄的, 轻轻
        ja 薄い, 淡い, 弱い, まばらな, 小さな
        de leicht~, !dünn~, sanft~, zart~, fein~, schwache

        low 0.55 both
        en gently, softly, dusted with, dusted in, sprinkled with, a sprinkle of, a sprinkling of
        es ligero~, !suave, suaves, fino~, espolvoreado~ de
        fr léger, légère, légers, légères, !fin, !fine, saupoudré~ de

        low 0.75 before
        en soft, delicate, delicately, some, distant, scattered, moderate, moderately, somewhat
        zh 柔和, 柔和的, 一些
        ja 柔らかい, 優しい
        de einige, etwas, weich~
        es algo de, algunos, algunas, moderado~
        fr quelques, doux, douce

        high 1.1 both
        en covering, covered, more, plenty of, much, many, everywhere, all over, nice, total, fully
        zh 到处, 满, 多
        ja 一面, 一面に, もっと
        es más, por todas partes, muchos, cubierto~
        de mehr, überall, viele, bedeckt~
        fr !plus de, partout, couvert~, plein de

        high 1.25 both
        en very, deep, deeply, rich, vivid, vibrant, fiery, bright, dramatic, dramatically, brilliant, a lot of, lots of, lot of, so much
        en really, blanket of, blanketed, blanketed in, blanketed with, tons of, loads of, full of, brightly, big, large, much more, super, ultra
        zh 很, 非常, 很多, 强, 大量, 深, 明亮的, 厚, 大, 强烈, 强烈的
        ja とても, 非常に, たくさん, たくさんの, 強い, 強く, 深い, 大きな, 多くの
        es mucho~, muy, fuerte, fuertes, gran, abundante, profundo~, bastante
        de viel, sehr, !stark~, tief~, kräftig~, reichlich, !hell
        fr beaucoup, beaucoup de, très, !fort, !forte, !forts, !fortes, profond~, abondant~

        high 1.45 both
        en strong, strongly, heavy, heavily, thick, thickly, dense, densely, intense, intensely, massive, extreme, extremely, completely, entirely, totally, buried
        en buried in, buried under, huge, incredibly, insanely, powerful, overwhelming, torrential, smothered in, a ton of
        zh 浓, 浓浓, 浓浓的, 厚厚, 厚厚的, 极其, 极度, 完全, 猛烈, 浓密, 浓重, 剧烈
        ja 濃い, 激しい, 激しく, 厚い, 猛烈な, 完全に, 分厚い, 深々と, 大量の
        es denso~, espeso~, intenso~, pesado~, muchísimo~, extremo~, completamente, intensamente
        de dicht~, heftig~, !dick~, intensiv~, extrem~, massiv~, vollständig
        fr épais, épaisse, dense, denses, intense, intenses, lourd~, extrême, complètement, énorme

        role not
        en not, dont, do not, doesnt, does not, shouldnt, should not, never, cannot, cant, wont, isnt, is not, arent, nor, neither, didnt
        en must not, mustnt
        zh 不要, 别, 不, 不想要, 不要有, 不能, 不要添加, 不是, 不加, 请不要, 不需要, 并非
        es !no, nunca, tampoco
        de nicht, nie, niemals, weder
        fr !ne, jamais, !n

        role without
        en no, without, avoid, avoiding, exclude, excluding, minus, free of, free from, lacking, sans, none, zero, devoid of, void of
        en without any, no more, no longer any, absent, rid of any, hide
        zh 不要, 没有, 无, 没, 毫无, 不含, 免
        es !sin, ni, nada de, ningún, ninguna, !evita, evitar
        de kein, keine, keinen, keinem, keiner, keines, keinerlei, ohne, weniger, vermeide
        fr sans, pas de, pas d, aucun~, !ni, évite, éviter, !pas

        role less
        en less, de emphasize, deemphasize, de emphasise, play down, lessen, soften the, weaken, reduce, reducing, decrease, fewer, lower, tone down
        zh 减少, 降低, 减弱

        es menos, reduce, reducir
        de weniger, reduziere, reduzieren
        fr moins de, moins, réduire, réduis

        role not-too
        en not too, not overly, not very, not so, nothing too, nothing overly
        zh 不要太
        ja すぎない, 過ぎない, すぎず
        es no demasiado, no muy
        de nicht zu
        fr pas trop

        role without-after
        en free
        ja なし, 無し, ない, のない, のいない, なく, ではなく, じゃなく, なしで, 抜き, いらない, 不要, しないで, の代わりに, かわりに, 代わりに, せずに, なしの, せないで, さないで, ないで, 以外
        de frei

        role remove
        en remove, removing, erase, erasing, delete, deleting, get rid of, getting rid of, eliminate, take out, take away, clear away, clear the, strip, fix, fix the, correct, repair, cure
        en clear out, wipe out, take off, cut out, edit out, stop, lose the, dissipate, lift the, melt
        zh 去掉, 去除, 移除, 删除, 除去, 消除, 清除, 擦除, 去, 抹去, 除掉
        es quita, quitar, !quite, elimina, eliminar, elimine, borra, borrar, retira, retirar, suprime
        de entferne, lösche, beseitige, entfern, nimm
        fr enlève, enlever, enlevez, supprime, supprimer, supprimez, !retire, retirer, retirez, !efface, effacer, ôte, élimine

        role remove-after
        en removed, gone
        zh 去掉了
        ja 消して, 減らして, 減らす, 弱めて, 除去, 除去して, 取り除いて, 除いて, 消去, 削除, 削除して, 消す, 取って, 晴らして, なくして, 無くして
        de entfernen, löschen, beseitigen, weg, entfernt

        role add
        en add, adding, put, insert, place, include, draw, paint, bring, show, introduce, throw in, overlay, drop, with added, create, generate
        zh 加, 添加, 加上, 增加, 加入, 放, 画, 添, 加个, 画上
        ja 追加, 追加して, 加えて, 足して, 入れて, 描いて, 置いて
        es añade, añadir, añade a, agrega, agregar, añada, pon, poner, incluye, incluir, inserta, dibuja, añadas, agregues
        de füge, hinzufügen, ergänze, setze, füg, zeichne, platziere
        fr ajoute, ajouter, ajoutez, mets, mettre, insère, insérer, place, dessine

        role make
        en make, making, give, let, turn on, apply, rotate, flip, mirror, crop, resize, straighten, zoom in, colorize, recreate, change the color of, change the colour of, recolor, recolour
        zh 让, 使, 做成, 做
        ja させて
        es haz, hacer, haga, !dale, pon el
        de !mach, mache, machen, gib, !lass, lasse
        fr fais, faire, faites, rends, rendre, rendez, !donne

        role change
        en turn, transform, change, convert, morph, switch, transition, transforming, turning, changing, swap, shift, go, reimagine, make this into
        en make it into, turns, transforms
        zh 转换, 变换, 更改, 改变
        ja 変換
        es convierte, convertir, transforma, transformar, cambia, cambiar, cambie, conviértelo
        de verwandle, verwandeln, ändere, ändern, wandle, mach aus, mache aus
        fr transforme, !transformer, transformez, change, changer, changez, convertis, convertir

        role replace
        en replace, replacing, substitute, exchange
        zh 替换, 替代
        es reemplaza, reemplazar, sustituye, sustituir
        de ersetze, ersetzen, tausche
        fr remplace, remplacer, remplacez

        role from
        en from
        zh 从
        es desde
        de von, vom
        fr depuis

        role into
        en into, to
        es !en, !a, !por
        de !in, !zu, !zum, !zur
        fr !en, !à

        role becomes
        zh 变成, 变为, 改成, 改为, 换成, 换为, 转为, 转成, 转换为, 转换成, 替换为, 替换成, 变

        role object-particle
        ja を

        role target-particle
        ja に

        role with
        en with, by
        es !con
        de !mit, durch
        fr avec, !par
        zh 带有, 带

        role instead
        en instead of, rather than, than, in place of, as opposed to
        zh 而不是
        es en lugar de, en vez de
        de statt, anstatt, anstelle von, anstelle
        fr au lieu de, plutôt que, à la place de

        role but
        en but, however, yet, though, only, just, instead, while, and instead, although, still, then, rather
        zh 但, 但是, 而是, 只, 只要, 然后, 不过, 同时
        ja でも, しかし, だけ, ただし, けど
        es pero, sino, !solo, solamente, mientras, aunque, luego
        de aber, sondern, nur, jedoch, dann, dafür
        fr !mais, seulement, juste, puis, cependant, plutôt

        role or
        en or, nor
        zh 或, 或者, 也没有, 也不要
        ja や, または, も
        es !o, ni
        de !oder, noch
        fr ou, !ni

        role and
        en and, plus, also, as well as, along with, n
        zh 和, 与, 及, 以及, 并, 跟, 并且, 还有, 同, 而且
        ja と, そして
        es !y, !e, además
        de und, sowie, plus
        fr !et, ainsi que

        role at
        en in, on, over, across, above, at, along, onto, around, upon, beneath, under, near, behind, throughout, below, through, for, to only, beside
        en next to, between, inside, outside, atop, on top of, toward, towards, against, among, upon the, within, off
        zh 在
        ja では
        es en, sobre, por, encima de, bajo, detrás de, junto a, entre, a la, al
        de auf, über, !in, im, !am, !an, unter, hinter, neben, vor, zwischen, !ins, !zum, bei
        fr sur, dans, au dessus de, sous, derrière, devant, près de, à côté de, entre, !à, !au, aux, sur les

        role at-after
        zh 上, 里, 中, 上面, 上有, 里面, 上的, 上方有
        ja の上に, の上, の中に, に

        role covering
        en covering, covered with, covered in, covered, covers, coating, coated with, coated in, dusted with, dusted in, dusting, blanketing
        en blanketed in, blanketed with, capped with, topped with, draped in, laden with, capped, clad, buried in, buried under, wrapped in
        en sprinkled with, encrusted with, glistening with, laden, falling on, settling on, resting on, lying on
        zh 覆盖, 覆盖着, 盖满, 铺满, 落满, 布满
        ja 積もった, 積もらせ, 覆われた, 積もる
        es cubierto de, cubiertos de, cubierta de, cubiertas de, cubriendo, espolvoreado de
        de bedeckt mit, bedeckt von, überzogen mit
        fr couvert de, couverts de, couverte de, couvertes de, recouvert de, recouverts de, couvrant

        role except
        en except, except on, except for, except in, apart from, other than, besides, excepting
        zh 除了
        es excepto, !salvo, menos en
        de außer
        fr sauf, excepté

        role keep
        en keep, keeping, preserve, preserving, maintain, maintaining, retain, retaining, leave, leaving, do not change, dont change
        en without changing, without altering, without touching, without affecting, do not touch, dont touch, do not alter, dont alter
        en do not modify, dont modify, without modifying, not changing, protect, no changes to, no change to, dont mess with, dont remove, do not remove
        zh 保持, 保留, 不要改变, 不改变, 别动, 不要动, 维持, 不变, 不要修改
        ja 保って, 維持, そのまま, 変えずに, 変えないで, 保持, 残して, 残し
        es mantén, mantener, conserva, conservar, preserva, preservar, !deja, dejar, sin cambiar, sin modificar, mantenga, no cambies
        de behalte, behalten, bewahre, erhalte, lass das, lasse den, ohne zu verändern, belasse, beibehalten
        fr garde, garder, gardez, !conserve, conserver, préserve, préserver, laisse, sans changer, sans modifier, ne change pas

        role unchanged
        en unchanged, untouched, as it is, as they are, as is, intact, the same, alone, unaltered, unedited, as before, exactly the same
        zh 原样, 不变
        ja のまま, そのまま
        es igual, intacto~, como está, sin cambios
        de unverändert, wie es ist, wie er ist, wie sie ist, unberührt, gleich
        fr intact~, inchangé~, tel quel, telle quelle

        role picture
        en it, this, that, these, photo~, photograph~, image~, picture~, pic~, scene~, shot~, view, everything, whole, entire, original, here, its, itself
        en input, frame, environment, setting, atmosphere, mood, composition, season, time of day, weather, style, vibe, feel, feeling, look
        zh 这, 这张, 照片, 图片, 图像, 画面, 场景, 图, 这个, 它, 整个, 这幅, 这里
        ja この, これ, 写真, 画像, シーン, 全体, 場面, それ, 風景
        es esta, !este, esto, foto, imagen, fotografía, escena, lo, todo, paisaje
        de !dies, diese, dieses, diesen, foto, bild, szene, alles, es, aufnahme, landschaft
        fr cette, ce, photo, image, scène, !tout, !ça, paysage, photographie

        role article
        en a, an, the, my, your, his, our, their, of, some, any, please, kindly, could, you, i, want, would, as, too, be, is, are, was
        en and then, there, should, can, lets, we, me, so, that, if, all, any, his, has, had, were, will, do, up, s
        en may, might, every, each, also, both, such, other, another, hinzu, been, being, have been, one, on to, please add, now, very own
        zh 请, 一条, 一只, 一个, 一些, 一张, 一座, 一位, 几个, 把, 将, 的, 了, 着, 吧, 给, 个, 成, 是, 有, 我, 要, 想, 们, 一, 使其, 请把, 风格, 盛开的
        ja の, は, が, で, な, ください, して, してください, て, する, した, です, ます, へ, 風, 変えて, みたいな, ように, 風景に, にして, たち, 匹
        es el, la, los, las, un, una, unos, unas, de, del, mi, tu, su, por favor, que, se, lo, al, quiero, me, con un, con una
        de der, die, das, dem, den, des, ein, eine, einen, einem, einer, eines, mein, meine, bitte, hinzu, ich, möchte, soll, es, sein, vom
        fr le, la, les, l, un, une, des, du, de, d, mon, ma, mes, s'il te plaît, s'il vous plaît, je, veux, qui, que, il, c, est

        role filler
        en in the middle of, middle of, in the center of, in the centre of, in front of, at the end of, look like, looks like, like, more like
        en look as if, just like, star shaped, heart shaped, ink black, jet black, snow white, fire hydrant~, as though, for example
        en nothing but, not only, not just, but also, no doubt, no matter, without a doubt, never ending, neverending, no other than, why not
        en no matter what, nonstop, non stop, masterpiece, best quality, award winning, trending on artstation, artstation, realistic, real, photo
        en beautiful, stunning, gorgeous, amazing, lovely, pretty, wonderful, perfect, incredible, breathtaking, magnificent, majestic, peaceful
        en tranquil, calm, quiet, idyllic, scenic, picturesque, artistic, aesthetic, professional, lighting, tones, colors, colours, color, colour
        en style, effect, effects, filter, look, scene, version, palette, grading, grade, quality, visible, fresh, natural, snow white walls
        en it look, look cool, looks cool, so cool, nice, great, good, new, old, hello, hi, thanks
        en thank you, fall from, fall down, fall off, fall over, fall asleep, fall in love, falling, starring, patterns, pattern, japanese
        zh 风格, 效果, 氛围, 感觉, 美丽, 漂亮, 色彩, 一样
        ja 美しい, きれいな, 雰囲気, スタイル, 感じ
        es hermoso~, bonito~, bello~, estilo, efecto
        de schön~, wunderschön~, stil, effekt
        fr beau, belle, magnifique, style, effet

        colour
        en red, orange, yellow, green, blue, purple, violet, pink, brown, white, black, gold, golden, silver, turquoise, teal, grey, gray, magenta

        """
}
