"""How a return's choices are said in English."""

from __future__ import annotations

from backends.vocabulary import Vocabulary

ENGLISH_CHOICES = Vocabulary(
    reasons={
        "DEFECTIVE": (
            (
                "(it |they |that )?(doesn't|does not|don't|won't|didn't|isn't|not|never|no"
                " longer) (really |even )?(work|works|worked|working|turn on|start|charge|connect"
                "|power on|switch on|function|functioning|boot|respond|power up|pair)(ed|s|ing)?("
                " properly| at all)?"
            ),
            "(has |just |already )?(stopped|quit|stop) (working|charging|responding|functioning)",
            (
                "(it |they )?('s |is |are |got |was )?(totally |completely )?broke(n)?( down)?("
                " off)?"
            ),
            "(has |have )?died|it's dead|is dead|dead on arrival|dead|doa",
            "cracked( screen| glass)?",
            "(screen|glass|display) (is |was |came |got |has )?(a )?crack(s|ed)?|defect(s|ive)?",
            "faulty|malfunction(s|ed|ing)?|bricked|fault|has a defect",
            (
                "keeps (freezing|crashing|disconnecting|restarting|rebooting|turning off|shutting"
                " down)"
            ),
            "(won't|doesn't|can't) hold a charge|flicker(s|ing)?|nothing happens",
            "no (power|signal|sound|picture|response)|acting up|act(s|ed) up|glitch(y|es|ing)?",
            "buggy|(is|was|it's) unresponsive|overheat(s|ing|ed)?|short(ed)? circuit|broken",
            "(gave|gives) up on me|out of order|a dud|not functional|isn't functional|fell apart",
            "fell to pieces",
        ),
        "DAMAGED": (
            (
                "(completely |totally |badly |slightly |a bit |clearly |very )?damage(d|s)?( in"
                " transit| during shipping| on arrival| in shipping)?"
            ),
            "smashed|shattered|scratch(ed|es)?|dented|dent|dents|bent|torn|ripped|crushed",
            "chipped|(is |was |has )?(a )?(leak|leaks|leaking|leaked|hole in it)|water damage",
            "stained|ruined|wrecked|in pieces|banged up|beat(en)? up",
        ),
        "WRONG_ITEM": (
            (
                "(the |a )?(wrong|incorrect|different) (item|product|thing|one|article|model"
                "|color|colour|version|package|order)( in the box| was (sent|delivered))?"
            ),
            (
                r"(isn't|not|wasn't|never) (what|the (\w+ )?(one|thing|item|product|model|color"
                "|colour|version|kind|type|brand)) (that )?(i|we) (had )?(ordered|bought|asked"
                " for|wanted|picked|chose|selected|paid for|purchased)"
            ),
            "(another|someone else's|somebody else's) (order|package|product|model)",
            "(in|from) the wrong (color|colour|box)|(didn't|never) order (this|that|it|these)",
            "(got|received|sent me|sent us|shipped me|delivered) (something|someone) else('s)?",
            (
                "(sent|shipped|gave|delivered|got|received|have) (me |us )?(the |a )?(wrong"
                "|different|other)( one| item| product| thing)?"
            ),
            (
                "ordered .{1,40}(but|and) (i |we )?(got|received) (a |an |the )?(different|other"
                "|wrong)"
            ),
            "something else was in the box|mix(ed)? up",
            "(color|colour|model|item|version) (is|was) wrong",
        ),
        "WRONG_SIZE": (
            "(the )?(wrong|incorrect) (size|fit)|size('s)? (is )?wrong|fit('s)? (is )?wrong",
            (
                "(is |are |was |'s |were )?(much |way |far |a bit |a little |slightly )?too"
                " (small|big|large|tight|loose|short|long|wide|narrow)( for me)?"
            ),
            (
                "(doesn't|don't|didn't|does not|won't|not) (really |quite |even )?(fit|fitting)("
                " me| well)?"
            ),
            "(runs|run) (too )?(small|big|large)|(wrong|poor|bad) fit",
            "(bigger|smaller) than (i )?expected|size (doesn't|didn't) (fit|match)",
            "need a (bigger|smaller|larger|different) (one|size)",
            (
                "(way |much |a lot |far |a bit |slightly )?(smaller|bigger|larger|shorter|longer"
                r"|tighter|looser|wider) than (i|we|it|expected|i'd)( \w+)?"
            ),
            "(isn't|not) (big|large|small|long|wide|tall) enough",
            "(one|two|a) sizes? (too )?(small|big|up|down)",
        ),
        "NOT_AS_DESCRIBED": (
            (
                "(isn't|not|wasn't|never) (as|like|what) (it was |you |the (page|website|site"
                "|listing|picture|pictures|photo|photos|ad) )?(described|advertised|pictured"
                "|shown|said|says|promised|expected|shows|showed|in the picture|in the photo|on"
                " the website)"
            ),
            (
                "(looks|look|is|was|looked|are) (nothing like|different (from|than|to)) (in"
                " )?(what|the|as|your|advertised|described)( .{0,12}?(picture|photo|description"
                "|website|page))?"
            ),
            (
                "(doesn't|didn't|don't) (match|look like|do what|have what) (the |what |your"
                " )?(description|picture|photo|pictures|photos|website|page|listing|was"
                " advertised|you (say|said)|it says)?"
            ),
            (
                "(misleading|false|wrong|inaccurate) (description|advertising|picture|photo"
                "|photos|pictures)"
            ),
            "different (from|to|than) (the )?(description|picture|pictures|photo|photos|website)",
            "missing (a |the |some )?(parts?|features?|pieces?|accessor(y|ies))",
            "nothing like the (picture|photo|description)s?",
        ),
        "FOUND_BETTER_PRICE": (
            (
                "(found|saw|seen|got) (it |this |them |one |the same( one| thing)? )?(for )?(much"
                " |a lot |way )?(cheaper|for less|at a (better|lower) price)( (elsewhere"
                "|somewhere else|online|on another site|at another (shop|store)|on .{1,20}))?"
            ),
            (
                "cheaper( (elsewhere|somewhere|somewhere else|online|on|at|in|from|another)("
                " (another|a different|other) (site|shop|store|website|place))?)?"
            ),
            "(better|lower|cheaper) price( elsewhere| somewhere else| online)?",
            "price (dropped|went down)|(is|it's|was|were) (a bit |way |far |much )?too expensive",
            "overpriced",
            (
                "(has|have|sells?|offers?|selling|had) (it|this|them|the same( one| thing)?) (for"
                " |at )?(.{0,20}(less|cheaper|lower)|half (the )?price)"
            ),
            r"[$€£]?\d+ ?([$€£%]|dollars|bucks|euros|percent)? (less|cheaper|lower)",
            "half the price|(on sale|discounted) (elsewhere|somewhere else|at|now)",
            "price (is )?(lower|better|cheaper)",
            "(saw|found|seen) (it|this|them|the same( one)?) (for|at) a (better|lower) price",
            "overpaid|better deal|for less (elsewhere|somewhere else|online|money)",
        ),
        "ARRIVED_TOO_LATE": (
            (
                "(came|arrived|delivered|got here|showed up|was|is|shipped|comes|arrive|turned up"
                r"|reached me) (much |way |far |a bit |very |\w+ (days|weeks) )?(too )?late"
            ),
            "too late|late delivery|late arrival",
            "(delivery|shipping) (was|took) (too |very |way too )?(late|long|slow)",
            (
                r"took (\w+ )?(\w+ )?(days|weeks|months|forever|ages)( to (arrive|get here|come|be"
                " delivered|reach me))?"
            ),
            (
                "(need|needed|wanted) (it|this|them) (sooner|earlier|by|before|last|in time|on"
                " time|for (the|my|a|our) (birthday|wedding|party|trip|event|christmas))"
            ),
            "(delivery|shipping|shipment|package|parcel) (was|came|is) (late|delayed)|delayed",
            "took (too|so|way too|very) long( to (arrive|get here|come|be delivered))?",
            (
                "(missed|after) (the|my|our|her|his) (birthday|wedding|party|holiday|event"
                "|deadline|christmas)"
            ),
            "(didn't|did not) (arrive|come|get here) (on time|in time)|past the delivery date",
        ),
        "GIFT_RETURN": (
            (
                "(it |this |they |that )?('s |is |was |were )?(only |just )?(a |an )?(unwanted "
                "|birthday |christmas |wedding )?(gift|present)( return)?( for me| from"
                " .{1,15})?(?! ?cards?)"
            ),
            (
                "(got|received|given) (it |this |them )?(to me )?(as|for) (a |my )?(gift|present"
                "|birthday|christmas|xmas)"
            ),
            "gifted|(given to me|someone gave it to me|was given it|gave (it|this) to me)",
        ),
        "CHANGED_MIND": (
            r"(have |'ve )?change(d)? (my|our) mind(s)?( about (it|this|them|the \w+))?",
            (
                "(don't|didn't|doesn't|no longer|never) (really |actually |even )?(need|want|like"
                "|love|use|enjoy|liked|wanted|needed|used) (it|this|that|them|these|this one)(("
                " any ?more| any longer| after all| at all| now)|(?= ?([.,!?;|)]|$|and|so|because"
                "|but)))"
            ),
            (
                "(don't|didn't|doesn't) (really )?like (the|its|how|this) (color|colour|look"
                "|looks|style|design|smell|feel|material|sound|shape|pattern|it (looks|feels"
                "|sounds))"
            ),
            "any ?more|any longer|(don't|no longer) (need|want|like|use)(?= ?([.,!?;|)]|$))",
            "no longer (needed|wanted|required)|not needed|isn't needed|unwanted",
            "no use for (it|this|them)",
            (
                "(bought|ordered) (it |this |them |one )?(by (mistake|accident)|twice|too many"
                "|accidentally)"
            ),
            "(accidentally|mistakenly) (bought|ordered)|ordered by mistake",
            "regret (buying|ordering|it|this)",
            "(not|isn't|wasn't) (really )?(for me|my (style|taste|thing|cup of tea))",
            "(already|i) have one( already)?|second thoughts",
            "not happy with (it|this|the (look|style|color|colour))",
            "have no need (for|of) (it|this|them)",
            "(have|got|own) two( of (them|these|those))?( now)?|duplicate",
            "already (have|own|got|had) (it|this|one|another)|bought the same (one|thing)",
            "(not|isn't) what i('m| was) looking for|(just )?don't care for it",
            "changed our plans?|plans changed|impulse (buy|purchase)",
        ),
    },
    resolutions={
        "FULL_REFUND": (
            (
                "(a |the |my |full |complete )*refund(ed|s)?( me| it| them| please| my money)*("
                " to my card)?"
            ),
            "(my |the |all my )?money back|(my|the) money( returned)?|reimburse(d|ment)?( me)?",
            "(pay|paid|credit) (me )?back( to my (card|account))?",
            "back (to|on|onto) my (card|account|credit card)|(cash|money)( please)?|full_refund",
            "get (the )?money|original payment( method)?",
        ),
        "STORE_CREDIT": (
            "(a |the |some )?(store|shop|account)[ _-]?credits?|a credit note|as (a )?credit",
            "credit(?! card)( with the bonus| with bonus)?",
            "(credit )?(to|on|onto|in) my (store |shop |ʢ+ )?(account|balance|store balance)",
            "(store|shop) balance|voucher|shop balance|ʢ+ credit",
        ),
        "EXCHANGE": (
            (
                "(an |a |the )?exchange(d)?( it| them| this| for (a |the )?(new|same|other"
                "|another)( one)?)?"
            ),
            (
                "swap(ped)?( it| them| this)?( out)?( for (a |the )?(new|same|other|another"
                "|different)( one)?)?"
            ),
            (
                "(send me|give me|want|get|have|like|ship me) (a |an )?(new|another|fresh"
                "|different|working|bigger|smaller) one"
            ),
            "trade( it)?( in)?|same (one|product|item|thing) again|a new one",
        ),
        "REPLACEMENT": (
            "(a |the )?replac(e|ed|ement|ing)s?( it| them| this| one| unit)?( for (a )?new one)?",
        ),
        "REPAIR": (
            "(a |get it |have it )?repair(ed)?( it)?|fix it|get it fixed|have it fixed|mend(ed)?",
        ),
        "KEEP_WITH_DISCOUNT": (
            (
                "(live|okay|ok|fine|happy|satisfied) with (it|that|them) (for|at|with|if)"
                " .{0,25}(discount|lower price|less|off|price cut|reduction|rebate)"
            ),
            "(knock|take) .{1,20} off( the price)?",
            "(for|at|with) (a |some )(lower price|discount|reduction|price cut|rebate|money off)",
            (
                "(i'll |i will |rather |let me |i would |i'd )?keep(ing)? (it|them|this|that|the"
                " .{1,25}?)( anyway)?( and| but)?,?( for| with| at| if| take| get| i get| you"
                r" give me| have)* (a |the |some |me )*(\w+ ?%? )?(discount|rebate|price cut"
                "|reduction|money off|lower price|off)"
            ),
            "keep[ _]with[ _]discount",
            (
                r"(a |the |some )?(\d+ ?% )?(discount|price cut|rebate|partial refund|price"
                " reduction)( and (i'll )?keep (it|them))?"
            ),
        ),
        "RETURNLESS_REFUND": ("refund without (a )?return(ing)?|returnless refund",),
    },
    shipping={
        "PREPAID_LABEL": (
            (
                "(a |the |my )?(pre-?paid |printed |printable |shipping |return |mail(ing)? "
                "|postage )*label( please)?"
            ),
            (
                "(print|send|mail|email|e-mail|give) (me |out |it )?(a |the |my )*(pre-?paid "
                "|shipping |return )*label"
            ),
            "pre-?paid( one| shipping)?|print it( out| myself)?",
            "(mail|post|ship|send) it (back )?(myself|by mail|by post|in the mail|with a label)",
            "by (mail|post)|pre-?paid[ _]label",
        ),
        "SCHEDULE_PICKUP": (
            (
                "(schedule |scheduled |arrange |book |home |a |the |courier )*pick[ _-]?up("
                " please| from (my )?(home|house|place|door))?"
            ),
            (
                "(pick|picked|picks|collect|collected|collects|fetch|fetched) (it |them |this "
                "|that )?(up)?( (at|from) (my |our )?(home|house|place|door|address|office))?"
            ),
            (
                "(come |to |have someone |someone |can you )*(get it|pick it up|collect it|grab"
                r" it) (from|at) (me|my \w+|home)"
            ),
            "(a |the |by |send a |with a )*(courier|messenger)",
            "(from|at) my (door|house|home|doorstep)|home collection|collection",
            (
                r"(have|let|send|get) (\w+ ){1,3}(come|stop by|swing by|round|over)( (to|at|by"
                "|over))?( (my|our) (house|home|place|door|address|office))?"
            ),
            (
                "(come|come by|stop by) (to |at |and )?(my|our|get|collect|pick|grab|fetch)( (it"
                "|them|this))?( (house|home|place|door|address|up))?"
            ),
            "(at|to|from) (my|our) (house|home|place|address|office|doorstep)",
            "schedule[d]?[ _-]pick[ _-]?up",
        ),
        "DROP_OFF": (
            (
                "(customer |a |the |i'll |i can |i'd |i will )*drop(ped|ping)?[ _-]?(it |them "
                r"|this |that |the \w+ )?off( myself| somewhere| at (a |the )?(parcel|post|ups"
                "|drop|pick-?up|locker|nearby|nearest|collection)( ?(shop|point|office|location"
                "|store))?)?"
            ),
            (
                "(the |a )?(closest|nearest|nearby|local)? ?(drop|parcel|collection|access"
                "|service|carrier) (point|box|location|locker|spot|counter)s?"
            ),
            (
                "(parcel (shop|point|locker)|post office|drop[ _-]?off( point| location| center)?"
                "|locker|qr( code)?)"
            ),
            (
                "(take|bring) (it |them )?to (a |the )?(post office|parcel (shop|point)|carrier"
                "|ups|locker)"
            ),
        ),
        "RETURN_TO_STORE": (
            (
                "(bring|take|drop|return|carry|hand|get|give|bringing|taking|dropping|returning)("
                " it| them| this| that)?( back| off| in)?( myself)? (to|at|in|into) (a |the |your"
                " |my |one of your )?(local |nearest |physical |ʢ+ )*(store|shop|branch)s?"
            ),
            ("(in|to|at) (the |your |a |my )?(local |nearest |ʢ+ )*(store|shop|branch)(?! credit)"),
            "in[ -]store|in person|return[ _]to[ _]store|store (return|drop-?off)",
            "come by the (store|shop)",
            (
                "(a |your |the |my )?(store|shop|branch) (near|close to|around|nearby|down|in (my"
                "|town|the))( (me|by|here|town|city|mall|street))?"
            ),
            "nearest (store|shop|branch)",
        ),
    },
    second_thoughts=("(have |'ve )?change(d)? (my|our) mind|second thoughts",),
    other=("other( reason)?|another reason|something else|none of (these|those|the above)",),
)
