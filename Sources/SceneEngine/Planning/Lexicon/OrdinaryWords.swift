/// Words that are one letter away from a word of the lexicon in their language, and are meant as they are: those that
/// common spelling dictionaries have, folded.
enum OrdinaryWords {
    static let all = Set([english, german, french, spanish].joined().map(String.init))

    private static let english = words(
        """
        addams ample andersen animus anise apter aster australia balds bandy banes bangs banks banns bards batter
        bauds bauer beached beads beaks beans beater beats beaus bedding belts bends berms betted bettor bidding bight
        binds bitter blake blame blank blanked blanker blankest blare blase blaze bleacher bleaches blenched blight
        bloch blocs blond blooding blots blued blues blurted blush bolas boles bolls bonds booming booms boots bouts
        bowing brands breached bread brighton brock brood brooking broom brooms budging bulks bulls burred butter
        caddy calder candies canny carton cartons cartoonist charity cheery chilli chills choler chrystal cindy clack
        clarify clause cleat clods clout clouts clover colic colon colons comer conic conics contract cooker cooled
        cooley cooper coors coven coves covet covey cower coyer crank creeps crick crimp crisped crispier crock
        crystallize damns danker dankness daren daring darns darren dawes death defoe denise derail derailed derails
        detain detained detains downs drafting drain drams draping drawl drawling draws dread dreary drown duding
        duping dusty earle earls embed embeds enchanter expend extent faced fades failing fails fairly fairs faked
        fakes famed fared fares fated faxed fazed felled felling fells fiend filed files filler fillet filling fills
        filmed finery flaky flame flees flesh flied flier fliers flips flits floes flouting flowed flues fluffs fluke
        flukes flurried fogey forrest freeing fries frieze fronted fronts fulled fulling fulls glade glads gleaming
        gloating globing gloss gloving gorges grace grads grady grail granny grape grate grave graze greed greek
        greened greer greet groin growing hares hides hikes hines hired hither hives hunted hyped hypes illuminates
        inanely javanese kodiak kojak laded lamas lambs lames lapps leader leafed leaked leaned leaped leased leases
        leaved leaven leavens leiden lightening limps loaded loaves lumps manet mange mango mangy mania manic manna
        masts mated mattie matts melancholia meted micky middy midway milks mintier mints minty missy mister mitts
        mitty moaning moans moldier moldy money monte moods mooning moors moots morns morons mourning mused mustier
        musts musty muter mutes navel niger niter nobel noose norse nowise orion orlon otter ouster outed outran outre
        paddle paddles pager paine pained paining pains painter paler pamper panted panting passel passels pasted
        pasterns pastes patel patters paulette paunchy pauper payer peals pedal pedals peddle peddles penal phonograph
        phonographs piddle piddles pints piper plaint point pointed pointing points ponder poplar poring portia
        pouting power printed printing qualify raiding raids railing rails raising rangy reelection reelections
        reining reins remote retry revolution riches richter ruining runnel runnier sallow saturates scala scald scalp
        scaly scare scars scent scone scooting scows sears seating septa serena sexting shades shadowy shaking shale
        shallot shalt shamed shaming shaped shaping shard share shared shari sharing shark sharped sharpener shaved
        shaving shies shifts shill shinning shirt shooing shorting shouting showed showier showing shows showy shrift
        shrike shrikes sighs simmer simmers sings siring sitars sitting sketches skids skied skier skiers skill skims
        skins skips skits slack slaked slice slink slowed slower slowing slows slummer smote snaked snobs snored
        snoring snots snowball soaped soared soars socked softy sonny sowed sower sowers sowing spackle spacy spade
        spaded spading spake spare sparing sparking sparklers spars spate spice spies spill spoke spooks sporing
        sprang sprig sprint sprung spying stabs stags staked stale stall stare stares staring starlet start starts
        stats stays stdio stick sties stile stilt sting stirling stirs stoke stole storey storing stork storks story
        stowed stowing stows strained stranger stride strides strife strikers stringer stripe stripes strive strives
        stroke strokes strung styli subdues subset subsets summary summed sumner sumter sunburnt sunday sundays sunni
        supper surat surer susie swallow swift swill swilling teemed thees themes threes timed timely timer times
        timex timmy tines toked tokes tomes toner tongs tonnes topical toted totes towed townes toyed treas treed
        treks tress tries trues tsars tuned tunes vantage vaporware vibrancy vices vises wader wafer wager waite
        waiter walter warder warier warily warmed warner washer washes wasted waster waver whine whits widen widow
        widows wilder winery winger wingers winner winners winnow winnows wiper wiser wished write
        """
    )

    private static let german = words(
        """
        abdunkele abdunkelt abendbrot abtes aktes altem alten alters amtes analogie analogien analogon anflog anflogen
        asend astes aufhelfen aufhellten aufheulen auslosung baute bauten bedecke bedeckst bedecktet bedenkt
        befeuchtet befeuchtete befeuchtetem befeuchteten befeuchteter befeuchtetes belauer beleuchten beleuchtens
        beleuchter beleuchtern beleuchters beleuchtest beute beuten bewolken bewolkst blahe blahend blahende blahendem
        blahenden blahender blahendes blaser blattes blattre blitzte blitzten bluhe bluhte bluhten blumenpracht bluse
        blusen blutend blutende blutendem blutenden blutender blutendes bluts braue brauer bruhend bruhende bruhendem
        bruhenden bruhender bruhendes brute bruten buhend buhende buhendem buhenden buhender buhendes buhte buhten
        bunde bunden bundes bunds bunker bunsen buste busten detailliere detaillieren detaillierst dinkel doner donnre
        dungst dungt dunklere dunklerem dunkleren dunklerer dunkleres dunkt dunnst durst durstig durstige durstigem
        durstigen durstiger durstiges eilig eilige eiligem eiligen eiliger eiliges einig einigem einigen einiger
        einiges emsig emsige emsigem emsigen emsiger emsiges entferner entfernern entfernten entkernen enttauschen
        erheitern erhoben erhohten erholen erhoren erleuchten erleuchtest erweitere erweitert essig essigs falben
        faltende faltenden faltender faltendes falzende falzenden falzender falzendes farber farbern farbten farmen
        farnen faulende faulenden faulender faulendes feinster fernster fester finster fisches flecken flicken
        flockten fonografie forst fotografin frast frischei frischem frischen frischer frist froher frohst fronst
        frorst frort frosches fruhem fruhen fruhes frust fullende fullenden fullender fullendes galaxis gedecke
        geduckte gekampft geleckte gelinge gemalte geneckte gerinne geweckte gewitzter goldne goldnem goldner goldnes
        graber graser grauel grauen graues gruslig gruslige grusligem grusligen grusliger grusliges halle hammel heble
        hebst hehle hehler heile heiler heiles helfe helfer helllichtem helllichten helllichtes hellt hellte helme
        helmes heule hohem hohen hohes hohler hohlere holle homer horer hulle indien japanischem japanischen
        japanisches javanischer kahle kahlem kahlen kahler kahles kalber kalbes kalbs kalis kalkes kalks kante kanten
        kants karte karten kasten kater kaute kauten kehle kehlen kelten kelter klage klager klart klarte klaue kohle
        kohlen kohls kontrakt kontrakte kraftigt kraftigte kugle kuhen kuhlern kuhlt kuhlte kuhlten kuhne kuhnem
        kuhnen kuhner kuhnes kulte kulten kultes kults lacht laicht lamee lappen lichtem lichten lichtes lichtet lieht
        locht lumpen madchenhaft madchenhafte madchenhaftem madchenhaften madchenhafter madchenhaftes mahte malte
        manisch manische manischem manischen manischer manisches margen maste mathe mittig mogen morden mordens motte
        nabel nachst nachste nackt nackte nahte nascht naschte nasen nasle neglige negliges neonlichtes nichte nichts
        nordliche nordlicher nordlichst nordlichster nusse nussen putze putzen ragen raschen rauchen rauchfrei
        rauschten reben reden rednerisch rednerische rednerischem rednerischen rednerischer rednerisches reduzierten
        regel regeln regem reger reges regne regnest regten regtet rehen reigen reinen rennen riegen romanisch
        romanische romanischem romanischen romanischer romanisches rugen saftes schafe schafen schafer schaffe
        schaffen schare scharen scharft scharfte scharften scharpe scharpen scharre scharren scharte scharten scheit
        schneeball schneid schneiden schneie schneisen schneist schneiten schreien schreit schurfe schurfen schwanz
        schwarm schwatz sinne sinnig sinnige sinnigem sinnigen sinniger sinniges sohne sonde sonnt sonnte stande stein
        steinen sterbe sterben stirn stirne stirnen stumm stummer sture sturem sturz summen sunde tante tasche taube
        taubem tauben tauber taubes tische tonte trabe traben traber traube trauben trubels trubt trubte trubten truge
        trugen truhe truhen tuben tunche tunte tuschle tuschs tuscht tuschte tuschzeichnung verbessere verbessert
        vereinst vereint vereinte vereintem vereinten vereinter vereintes vereise vereisen vergrossere vergrossert
        verregnen verregnest verreist verreiste verreistem verreisten verreister verreistes verschneide verschneiden
        vertraume vertraumen vertraumst vertraust vertraut vertraute vertrautem vertrauten vertrauter vertrautes
        verweist verzaubere verzaubern verzauberns verzauberst walke walken warben waren warfen warmt warmte warmten
        warne warnen warte warten warter wartes warts warze warzen weihnachtet weins weise weises weist welchem
        welches welke welken winker winzer wolbe wolben wolfe wolfen wolle wollen wollig wollige wolligem wolligen
        wolliger wolliges worms wurme wurmen wurmer wurmes wurms
        """
    )

    private static let french = words(
        """
        abime acres adverse aeres affiler affinee affines affineur affinez agrandie agrandis agrandit agres aires
        amelioree ameliores ameliorez anima antienne aptes apures arriera assombrie assombris assombrit atres attende
        attendes attendue attendues attente attentee attentees attentes attenua attenuas augmentee augmentes augmentez
        aupres avere averee averes baillant banda banne barde baumes billant bleme blese blets bleui bleuie bleuis
        bleute bonde boreals bougees bouges bougiez bougres boume boumes braillant brait brame brames brande brellant
        breme bremes brillait brillance brillances brillantas brillantees brillat brillates brillent brime brimes
        brome brucine bruie bruies bruimes bruina bruir bruire bruis bruite brule brules bruleuse brumas brumees
        brunes bruni brunie brunit bruns brutes bumes burine cabre cadra cafre cahute cahutes capre carde carre cedre
        chaine chaire chaires chaule chaules chaume chaumes chaut chauve chauves chaux chene chiee chinde chipe chlore
        chloree chlorees chlores choute chues chumes chuta chutas chutees cidre claie claies clairets clamp clapir
        clayon clore coachant coacher cochant cocher cochers colere coleres colleurs colora coloras colorie
        coloriee coloriees colories coloris colvert contracte contractee contractees contractes contrasse contrasses
        contrasta contrastas contrates contriste contristee contristees contristes couchait couchat couchee couchees
        couchent coucheras couches coucheur coucheurs couchez coupleurs coureurs coute coutes couvent couvera craton
        crissant croassant croisant croissait croissent croquais croquas croques crossant crutes defaille defailles
        defruiter degageas degaze degazee degazees degazes demaille demaillee demaillees demailles denature denaturee
        denaturees denatures depaille depaillee depaillees depailles derage deragee deragees derages deraille
        deraillee deraillees derailles desembuee desembues desembuez dessein dessiner dessines dessinez destin
        destinee detailla detaillas detalle detallee detallees diffusa dolce dolee dopee dorer dores dorez dorme dosee
        dotee douche douci doucie douee doute douve douze duree eclairas eclaircie eclaircis eclaircit eclaires
        eclatait eclatat eclatates eclatent elargie elargis elargit elever enchanta enchantas encire encore encra
        endever enlevee enleves enneigeas enquisse ensoleilla ensoleillas entendre entoile entoilee entoilees entoiles
        epoque esquissa estivage estivages estivai estivais estivames estivas estivat estivates estompe etampe
        eteindre etende etendra etendue etiole etiolee etiolees etioles etique etoila etoilas etole etoles fable
        faibli faiblie faille fenestres fenetras fenetree fenetrees fenetrer fenetrez ferrique feuillas feuillee
        feuillees feuiller feuillet feuillets feuillez feuillues feuillus fiable fileur flacons flanque flanques
        flaqua flaquas flaquees flasque flasques fleuras fleures fleuris flouons fluer fondre fouilles fourre foutre
        froidie froidies froidis fronde frondes fusais fusait gales gelas geler gelez genee genees genes geoles geree
        gerees geres givra givras glaca glacas glacis glande glane glanee glanees glanes goutates goutees goutes
        gouttas gouttee gouttees goutter gouttez graces gradin grandi grandie grands grange gratin grelee grelees
        greles gronde guivre guttes halte hante haste hauts haver hetre heurt heurte hibernal hibernale hibernales
        hivernage hivernages hivernai hivernais hivernames hivernas hivernat hivernates huila hurle illumina illuminas
        imago impressionnisme japonise japonnais lacee lachee lactes laitee lamees lamies lamineuse lamineuses
        lamineux lamions lampas lampee lampees lamper lampez lampons lapes lapions lattee laver leser levee levez
        levier levre lover luxuriance malin malique manique maniques marin martes martin mastique mastiques matie
        matinai matinais matinames matinas matinat matinates matir matis matit minait mincit moites monochromie montes
        mordes mores morille morilles mornes morses mortel mortels morts morues mottes mouilla mouillas mouillere
        mutin nages nageuse natte neigeas neigees nions nivaux noies noire noires nouage nouages nuames nuates nuons
        orale orales oranges orges otage otages pares patit peage pedale pedales peintre peintura pelage penale
        penales penture perit petait petames petase petases petat petates petiot petrit phage phono pilage pilaires
        plagie plaie plaies plain plaine plane plate pleur pliage plies ploie ploies plues plume plumes plutes
        pluviaux pointure portait porterait radons ralons ramons rapons rasons raton ratons rayions recuire redire
        reduira reduise reduite reluire renduire salure satire satires satura saturas saturne satyre satyres saure
        sauree saurees saures sciene seria sobres sombra sombras sombrees spiree stature statures stele styla stylo
        suture suturee suturees sutures tempere temperes tempeta tempetas tempetees terces termes ternies ternis
        terres terses tomba tombant tomee toment tomme trombe turnes veille verdoyait verdoyat verdoyates verglaca
        verglacas vides vieilli vieillie vielle viles vimes viraux vires vitaux vites vitrais vitrait vitreux vivez
        vivres
        """
    )

    private static let spanish = words(
        """
        abejar acarar acida aclamar agracero aguadero aguatero alear alegar alejor alejur alelar alijar almejar alojar
        amarecer amentar anagogica anagogico analogia anejar animador animo antiga antiguo apanada apanado atordecer
        augmentar ausentar autora avejar banco barroso blanca blando blinco bocezo boleto boreas bortal boteal brama
        broma bruja brumo bruna bruta bruza cabida cabido caido calada calado calda caldo calibo calico califa caliga
        calila calilo calima calina calinda caliza calizo camao cambo camio campa campeo canido carda cardoncillo
        caridad carpo casida cauda cavidad ceina cereno cereo cerero cereza chaco chanco charca charcas charo charro
        chasco chica chinda chinga chino chipa chira chisa chita chiva chiza chuna churco ciclo ciego cieno
        cinematografia claco clamo clara clareo clavo clero cloro colorada colorado contrasto copon crida cuado cuadra
        cuadri cualidad cuatro cuida cuina desenflocar despegada despegado difinicion difuso dinamica dolada dolado
        donada donado durada electrico encanada encanado encaponado encartada encartado encintada encintado enfogar
        enforcar enfoscar enocar enrocar enseno entender epoca escalla escalo escama escana escara escarche escarcho
        escasa escaza escila escorchado espia estala estampia estereo eterna eterno etica etico expender farala farota
        fitografia floreo fonda fondeo fonografia fotografica frion frior frisa friso fundo galania gemido gepida
        gepido gradado grado grajo gramo grana granado grand grant graso grato greno grisea griseo guano helgada
        helgado hiero hilada hilado humada humera humero humida humido infernal infierno invernar ivernal ivierno
        lacteo laminosa laminoso liento lienza llana lleca llega lleno llera lleta lleva lloviosa llovioso lucas
        luciernago lunes luvia mador madrigada magia majada majado marica masico matico mayar memorar menorar meyor
        mitica mitico mohada mojama molada monada morada morado mosaica mujada musaico nebrina nebro nefando negada
        negado negar negra nevazo nieta nivea nocha novar nubada nubado nublosa nubloso nuche nudosa nudoso nueva
        nueve obscura obscurecer obscuro osculo otonar ozono petaso pistura plena pleon plexo presta puesto puntura
        quieta quietar quijar quila quima quina quinta quintar quisa quista quito quiza raido rasgo redecir redro
        relucir rengo retiro retor retoro revolucion rodas roido rojal romanica romanico ruedo rugido rungo sabida
        salada salar salia salica salido salina saliva sapida serpia sipia sobar sobria sobrio solada solado solaz
        soldada soldado soldar solear soler solida sollado sollar soltar sonar sopar soplar sosar sotar tanta tarda
        tardo tempestar tienta tinca tinea tineta tinto tomentosa tomentoso tonta tormento treno trueco velar velis
        ventanal ventisco ventrisca veraneo veras verato vidrieria vidriero vilos vital xilografica
        """
    )

    private static func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }
}
