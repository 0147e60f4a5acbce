"""What is asked for in English around a return, and what is only talk."""

from __future__ import annotations

from backends.vocabulary import Vocabulary

ENGLISH_TALK = Vocabulary(
    questions=(
        "what|what's|how|when|where|where's|who|which|why|whats|hows|wheres|what're",
        (
            "(do|does|did|can|could|may|will|would|should|is|are|am|was|were|has|have|shall|might"
            "|must) (i|you|we|they|it|there|this|that|the|my|your|these|those|ʢ+|someone"
            "|somebody|any|items?|returns?|refunds?|shipping|exchanges?|gift|sale)"
        ),
        "(don't|doesn't|isn't|aren't|can't|won't) (i|you|we|they|it|there|this|that|the|my)",
        "how about|any(one|body)? know|tell me|explain|i (wonder|was wondering)|wondering",
        "i'd like to know|i (want|need|would like) to know|i have a question|question about",
        "curious|please (tell|explain)|help me understand|can you (tell|explain)",
        "could you (tell|explain)",
    ),
    inversions=(
        (
            "(do|does|did|can|could|may|will|would|should|is|are|am) (i|you|we|they|it|there|the"
            "|my|this)"
        ),
        "how (long|much|many|do|does|can|soon|often|is|are|will)",
        "what (is|are|if|happens|do|does|about|will|kind|would)|what's|where is|where are",
        "where's|when (will|do|does|can|is)|who (pays|covers|do)|which (items|of)",
    ),
    requests=(
        "(can|could|may|might|would|will|should) (i|you|we|it|someone|somebody|they|this)",
        "how about|what about|why (not|don't (we|you|i))",
        "is it (possible|ok|okay|alright) (to|if|for)|am i able to|shall (i|we)|do you mind",
        "would it be possible",
    ),
    conditions=("if|when|in case|suppose|supposing|assuming|for|once|after|as|because|since",),
    statements=(
        "i (want|need|would like|'d like|wish|'ll take|prefer|choose) (?!to know|to ask)|please",
        "return|send back|give me|let's|lets|i'm returning|i am returning|make it|change it|use",
        "i choose|i'll",
    ),
    policy=(
        "polic(y|ies)|terms( and conditions)?|warrant(y|ies)|guarantee|rules?(?! out)",
        "return (window|period|deadline)|restocking( fee)?|fine print",
        (
            "how (long|many days|much time|late) .{0,25}(return|send|have|get|exchange|refund"
            "|take|process|valid|last|wait|do i|can i|until|open|does|is)"
        ),
        (
            "(do|must|would|will|does|should|did) (i|we|you|they|the customer|customers|one|it"
            "|ʢ+|the shop|the store|someone) (have|need|get|pay|charge|cover|accept|refund|take"
            "|offer|give|allow|ship|reimburse|keep|require|owe|lose|cost|expire|matter|count"
            "|include|deduct|replace|exchange|provide|be charged|be)"
        ),
        "(who|what) (pays|covers|would it cost|does it cost|do i pay|will it cost)",
        "what (happens|if|counts|qualifies|do i need|conditions|condition)",
        "how much (is|does|do|will|would|are|to|for)",
        (
            "how (does|do|are|is|would|will|can|should) (the|a|an|your|i|we|you|returns?|refunds?"
            "|exchanges?|store|shipping|it|this|that|one)"
        ),
        (
            "(can|could|may) (i|we|you) (still |also |even |really )?(return|exchange|send back"
            "|refund|get (a |my )?refund|bring back|give back).{0,40}(opened|open box|open|used"
            "|worn|washed|sale|discounted|clearance|final|personali[sz]ed|engraved|custom"
            "|customi[sz]ed|digital|underwear|swimwear|earrings|gift cards?|without|after|within"
            r"|past|later than|receipt|original|packag|\d+ (days|weeks|months)|if |when )"
        ),
        (
            "(is|are) (there|the|my|it|this|that|these|those|returns?|refunds?|exchanges?"
            r"|shipping|sale|opened|used|gift|final|personali[sz]ed|\w+ items?) .{0,50}(fee|fees"
            "|cost|costs|charge|charges|charged|free|refundable|returnable|covered|eligible"
            "|allowed|possible|accepted|deducted|limit|deadline|extra|required|included|time"
            " limit|window|penalty|nonrefundable)"
        ),
        "why (is|are|was|were|can't|can|do|does|did|would|isn't|aren't|only|not)",
        "am i (allowed|eligible|entitled|charged|too late|still|going to|within)",
        "which (items|products|things) (can't|cannot|are (not|n't)|aren't|are excluded)",
        (
            "what (is|are|'s) (your|the|my) (return|refund|exchange|shipping|restocking|fee|cost"
            "|deadline|difference|limit|time|process|procedure|condition|rule|bonus|hours)"
        ),
        "difference between",
        (
            "tell me (more )?about (the |your |how )?(return|refund|exchange|shipping|fee|store"
            " credit|polic)"
        ),
        "what does .{1,40} mean",
        (
            "(question|wondering|know|ask|curious) (about|if|whether|how|what|when|who)"
            " .{0,60}(return|refund|exchange|shipping|fee|cost|pay|polic|window|days|free|long"
            "|box|packag)"
        ),
        "(shipping|return|restocking) (costs?|fees?|charges?)|free (returns?|shipping)",
        "cancel (my|the|an) order",
        (
            "(explain|tell me|know|understand) (how|what|why) .{0,30}(return|refund|exchange"
            "|shipping|fee|label|work|cost)"
        ),
    ),
    domain=(
        "return(s|ed|ing|able)?|refund(s|ed|able|ing)?|exchang(e|es|ed|ing)|credit|shipping|ship",
        "labels?|fees?|polic(y|ies)|pick ?ups?|courier|warranty|packag(e|es|ing)|deliver(y|ed)",
        "damaged?|defective|broken|box|boxes|receipts?|days|window|deadline|money|pay|paid",
        "costs?|free|charged?|photos?|items?|bonus|discount|store|opened|used|worn|eligible",
        "cheap(er|est)?|options?|expensive|inspection|restocking|proof|evidence|sale|gift|hours",
        "open|contact|data|privacy",
    ),
    status=(
        (
            r"where('s)? (is |are )?(my|the|our) (\w+ )?(refund|money|return|label|credit|package"
            r"|parcel|replacement|exchange|store credit|courier|pickup|stuff|new \w+)"
        ),
        (
            "(status|progress|tracking)( number| info| information| update)? (of|on|for|about"
            "|regarding) (my|the|this|that|our|it|case|return)"
        ),
        "(my|return|refund|case|order|tracking) (status|progress)|^status$",
        "any (news|updates?|progress)|what's the status",
        "check (on )?(my|the) (return|refund|status|case)|return status|how far along",
        "track (my|the|it|this|return|package|parcel)",
        (
            "(haven't|hasn't|still haven't|didn't|never|not) (yet )?(received|gotten|got|get|seen"
            "|receive|had|arrived) (my |the |a |any )(refund|money|label|credit|replacement"
            "|package|parcel)( yet)?"
        ),
        (
            "(still )?(waiting for|no sign of|still no) (my |the |a )?(refund|money|label|credit"
            "|replacement|pickup|courier)"
        ),
    ),
    why=(
        "(but )?why( (not|so|that|this|is that|is this|is it|is that so|so (much|little)))?",
        "(but )?why (can't|cannot) (i|it)( return (it|that|this)| come back)?",
        "(but )?why (is|was) (there )?(a|the|that|this) (fee|amount|deduction)( (so .+|charged))?",
        "(but )?why (do i|must i|should i) pay( .+)?|why only that|how so|how come",
        "(please )?explain (that|this|it|the (amount|fee|price|deduction))( (to me|please))?",
        "how (did|do) you (get|calculate|arrive at) (that|this|the (amount|fee|price))",
    ),
    status_questions=(
        (
            r"(have|has|did|do) (you|my|the|they|your) (\w+ )?(guys |team |warehouse |already |yet"
            " )?(received?|get|got|gotten|process(ed)?|refund(ed)?|send|sent|issued?|arrived?"
            "|been|shipped|inspect(ed)?)( (my|the|it|me|a|any|back|yet|return|refund|refunded"
            r"|package|parcel|money|label|processed|received|paid|approved|shipped|inspected|\w+))*"
        ),
        "how('s)? (is )?my (return|refund|case)( (going|doing|coming|progressing|coming along))?",
        (
            "what('s)? (happened|happening|is happening|going on) (to|with) (my|the) (return"
            "|refund|money|parcel|package|case)"
        ),
        (
            "is (my|the) (return|refund|label|money|case|parcel|package) .{0,20}(ready|done"
            "|approved|processed|complete|completed|finished|on its way|there|through|paid|closed"
            "|received|here)"
        ),
    ),
    when_money=(
        (
            "when (will|do|can|should|am|does|is) (i|my|the|you|we|it) .{0,40}(refund|money|paid"
            "|credit|refunded|replacement|label|card|account|arrive)"
        ),
        (
            "when (is )?my (refund|money|credit|replacement|card|label) .{0,20}(arrive|come|get"
            "|land|be|show|due|paid|here)s?"
        ),
        (
            "how (long|soon) (until|before|till|will|does it take|do i wait) .{0,40}(my|the)"
            " (refund|money|credit)"
        ),
    ),
    show_items=(
        (
            "(what|which)( of my| of the)?( items?| things?| products?| stuff| ones)?( in my"
            " orders?)? (can|could|may|am) (i|be)( still| able to| allowed to)* (return|send back"
            "|give back|bring back|returned|exchange)"
        ),
        (
            "(what|which)( items?| things?| products?)? (is|are|do i have)( still| left)?"
            " (returnable|eligible|for return|to return|left to return)"
        ),
        (
            "(show|list|see|view|give|find)( me)?( all)?( of)?( my| the| what| a list of|"
            " which)*( i can( still)? return| returnable| eligible)* ?(items?|products?|things i"
            " can return|i can return|i can send back|list|options)( again)?"
        ),
        (
            "(show|list|see|view) (me )?(what|which).{0,20} (i can|can i|can be) (still )?(return"
            "|send back|returned)"
        ),
        "returnable items|what('s)? (is )?(returnable|eligible)|items i can return",
    ),
    show_orders=(
        (
            "(show|list|see|view|check|open|find|what are|what were|look at|pull up)( me)?("
            " all)?( of)?( my| the| our)*( last| recent| past| previous| latest| old| other)*"
            " (orders?|purchases?|order history|purchase history)( please| list)?(?! (number"
            r" )?[a-z]*-?\d)"
        ),
        "order history|purchase history|^(my )?(recent |past )?orders$|which orders",
        "what (did|have) i (order|ordered|buy|bought|purchase|purchased)",
        "do i have (any )?(other |more )?orders",
    ),
    show_returns=(
        (
            "(show|list|see|view|check|open|what are|what were|look at|pull up)( me)?( all)?("
            " of)?( my| the| our)*( last| recent| past| previous| open| earlier| old| current|"
            " other)* returns( please| history| list)?"
        ),
        "returns? history|^(my )?(past |previous |open )?returns$",
        "(my )?(past|previous|earlier) returns|history of (my )?returns",
        "what (have|did) i return(ed)?( before| so far| already)?",
        "do i have (any )?(other |open )?returns|how many returns",
    ),
    find=(
        (
            "do you (have|sell|carry|stock|make|offer)(?! (my|the label|a (label|refund|return"
            r"|policy|store)|exchange|refund|free|store|repair|any (news|updates?|record)|it\b"
            r"|received|.*(polic|warrant|guarant|fee|deadline|return window|store near)))(?= \w)"
        ),
        (
            "(am |i'm |was )?looking (for|to buy)(?! (a refund|my|an exchange|a return"
            "|information|help))"
        ),
        r"(search|shop|browse)( for)?(?! my)(?= \w)|(want|need|like) to (buy|purchase)(?= \w)",
        (
            "is there (?=an? (smaller|bigger|larger|cheaper|better|newer|different|similar|other)"
            r" \w)"
        ),
        (
            "(show|recommend|suggest|find)( me)?(?= (an? |some |any |other |another )*(smaller"
            "|bigger|larger|cheaper|better|newer|different|similar|alternative|other|another|new)"
            " (?!orders|returns|options))"
        ),
        r"(recommend|suggest)( me)? (?=\w)|(are there|got) (?=any other \w)|find me (?=an? )",
    ),
    cancel=(
        (
            r"(cancel|abort|withdraw|revoke|delete|discard|scrap|undo|drop)( \w+)? (it|this|that"
            "|everything|all|(my|the|this|that) (whole |entire |current )?(return|request|case"
            "|thing|process|rma|exchange|whole thing)|return|my refund)(?! off)"
        ),
        "(i (want|would like|need) to |i'd like to |please |let's )?cancel( please| now)?$",
        "(stop|end|quit|exit|close) (the|my|this) (return|process|case|request)|call it off",
    ),
    soft_cancel=(
        "never ?mind|nvm|forget (it|about it|the (whole )?(thing|return)|this|that)",
        (
            "(don't|no longer|not) (really )?(want|wish|need|going|like|wanting) to (return|send"
            " back|send it back|give it back|go through with)( it| them| this| anything| the"
            r" \w+)?( any ?more| any longer| after all)?"
        ),
        "changed my mind about (returning|the return|this return|sending)( it| them| back)*",
        (
            "(i'll|i'd rather|rather|decided to|want to|i'm going to|i think i'll|let me|will)"
            r" (just )?keep (it|them|this|the \w+)( after all| instead| anyway)?(?!.*(discount|"
            " off|rebate|price|reduction))"
        ),
        "keep it after all|not returning (it|anything|this)( after all)?",
    ),
    hand_off=(
        (
            "(talk|speak|chat|talking|speaking|connect|transfer|put|escalate|forward|pass"
            "|switch)( me| this| us| it| my case)?( over| through)?( directly| now)?( to| with|"
            " on to)? (a |an |the |your |one of your |some )*(((real |live |actual |human"
            " )*(person|human|human being|agent|representative|rep|employee|staff|staff member"
            "|manager|supervisor|operator|advisor|customer (service|support|care)|support team))"
            "|someone|somebody|support|people)(?!'s)"
        ),
        (
            "((i('d)? (really |just )?(want|need|wish|would like|like|rather|prefer)( to (have"
            "|get|reach|contact))?)|need|want|give me|get me|let me have|is there|can i have|may"
            " i have|could i have|prefer|can i get|contact|reach|call) (a |an |the |your |some "
            "|any )*(((real |live |actual |human )*(person|human|human being|agent|representative"
            "|rep|employee|staff|staff member|manager|supervisor|operator|advisor|customer"
            " (service|support|care)|support team))|support|someone real|somebody real)"
        ),
        "(real|live|actual) (person|human|agent|people)",
        "human (agent|help|support|please|assistance)",
        "(person|agent|human|representative|operator) please|call me( back)?|phone me|call ?back",
        "i('d)? (want|like|need) (to be called|a call)",
        "have someone (call|contact|phone|help)( me)?|speak to your",
        "(talk|speak) to (you|someone) on the phone|can someone help( me)?",
    ),
    hand_off_alone=(
        (
            "(a |an )?(human|person|agent|operator|representative|rep|supervisor|manager|support"
            "|escalate|help ?desk)"
        ),
    ),
    injections=(
        (
            "(ignore|disregard|forget|override|bypass|skip|overrule|violate|break|delete|erase"
            "|drop) (all |any |the |your |my |of |these |those |previous |prior |above |earlier "
            "|every |our |what |earlier )*(instruction|guidance|directive|context|rule|prompt"
            "|polic|guideline|restriction|limit|programming|training|safety|check|system|command"
            "|constraint|above|previous)(s|ies|y|ions?)?"
        ),
        (
            "(system|developer|assistant|hidden|initial|secret|original) (prompt|message"
            "|instruction|instructions|role)"
        ),
        (
            "(reveal|print|show|repeat|output|leak|tell me) (me )?(your |the )*(prompt"
            "|instructions|system|api key|password|secret|configuration|rules verbatim)"
        ),
        (
            "(system|assistant|developer|admin|administrator|tool|function|root|sudo"
            r"|staff)[\])>*]* ?[:>=].*"
        ),
        r"/?inst\]|</?[a-z]+|im_start|system_prompt|drop table|select \* from|union select",
        "or 1 ?= ?1|sudo|you (must|have to|are required to|are ordered to|will) now",
        "everything (you were|you've been) told",
        "(refund|approve) (every|all) (order|return|of my)s?|you are (now|no longer)",
        "from now on,? (you|act|pretend|respond)|pretend (to be|you|that|i)",
        "act as( if| an?| the)? |role ?play|jailbreak|dan mode",
        "(developer|debug|god|admin|maintenance|test) mode|do anything now|new instructions?",
        "simulate",
        (
            "(i'm|i am|this is|im|as|speaking as|i work as) (the |an? |your |ʢ+'s |ʢ+"
            " )*(admin|administrator|manager|store manager|developer|owner|ceo|boss|employee"
            "|staff|supervisor|system|root|engineer|operator|creator|moderator|superuser|head of"
            r" \w+)(?! of (the|a|this|my))"
        ),
        (
            "(set|change|make|update|edit|adjust|raise|increase|lower) (the |my |its |this |item "
            "|unit )*(price|amount|total|value|cost|fee|fees|refund amount|refund|credit|bonus"
            "|tier|status|role|window|delivery date|balance|eligibility)s? (to|at|=|be|by|as) .+"
        ),
        (
            "(approve|authorize|grant|issue|release|force|process|give me|pay me|refund me|send"
            r" me|transfer|credit me) .{0,30}([$€£] ?\d|\d+ ?([$€£]|dollars|euros|usd|eur)|million"
            "|thousand)"
        ),
        (
            "(approve|mark|flag|close|settle|record) (it|this|my return|the return|my case|the"
            " case|the order|all returns|my refund) (as |to be )?(approved|received|paid"
            "|delivered|eligible|inspected|complete|refunded|automatically|without|now as)"
        ),
        (
            r"(write|tell|sing|compose) (me )?(a|an|some) (\w+ )?(poem|joke|story|song|essay|haiku"
            "|email|code)"
        ),
        (
            "(orders?|returns?|data|account|details) (of|from|for|belonging to) (another|other|a"
            " different|all) (customer|user|person|people|account)s?"
        ),
        (
            "(log ?in|sign|switch|act|treat|consider) (me )?(in )?as (an? |the )?(admin|staff"
            "|employee|another|other|different|customer|vip|platinum|user)"
        ),
        (
            "(other|another|different) (customer|user|person|account)'?s? (orders?|returns?|data"
            "|account|refund|details|profile|address)"
        ),
        r"customer[_ ]?id ?[:=]|user[_ ]?id ?[:=]|\w+_\w+\(",
        r'"?(role|answer|confirm|approved|price|amount)"? ?[:=] ?"?\w+',
    ),
    abuse=(
        "f+u+c+k+ (you|off|u|this bot|y'all)|screw you|go to hell|shut up|(you|u) (suck|stink)",
        "kill yourself|piss off",
        (
            "(stupid|useless|dumb|worthless|idiotic|shitty|crappy) (bot|machine|chatbot|robot"
            "|assistant|ai|program|computer)"
        ),
        (
            "(you|u|you're|ur|you are) (all )?(a |an |so |such a |such an |just a |fucking "
            "|really )*(stupid|useless|idiots?|dumb|moron|worthless|pathetic|incompetent|liar"
            "|scam|scammers?|crooks?|thie(f|ves)|asshole|bastard|bitch|jerk|garbage|trash)"
        ),
        "asshole|bastards?|bitch|motherfucker|idiots?|morons?",
    ),
    off_topic=(
        "weather|joke|jokes|poem|poetry|recipe|cook|football|soccer|president|election|politics",
        "python|javascript|code|program|capital of|translate|sing|song|movie|horoscope|lottery",
        "bitcoin|stock price|meaning of life|essay|homework|math|story|date me|marry|love you",
        "are you (a )?(human|real|robot|bot|ai|alive|chatgpt|person|sentient)",
        "who (made|built|created|are) you|what are you|your name|how old are you|news today",
        "what time is it|favorite|religion|god|how are you",
    ),
    greetings=(
        "hi|hello|hey|hiya|howdy|greetings|good (morning|afternoon|evening|day)|hi there",
        "hello there|hey there|yo|sup|what's up|how are you( doing)?( today)?|nice to meet you",
    ),
    thanks=(
        "thanks|thank you|thx|ty|many thanks|cheers|much appreciated|appreciate it",
        "that's (great|helpful|kind|very kind|all)",
        "you('ve| have)? been (very |so )?(helpful|great|kind)|great job|awesome|bye|goodbye",
        "good bye|see you|have a (nice|good|great) (day|one|evening)",
    ),
)
