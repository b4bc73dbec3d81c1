//! A table for each phenomenon of news quotes, and in it everything that is told of a quote: kind and contents, cue, source, speaker
//! with title and kind, and who relayed the words. The pieces are our own.

use crate::{Language, ParseOptions, find_quotes, parse};

/// A piece, and a row for each of its quotes: "kind: content / content | cue | source | name ; title ; kind | relayed by".
type Case<'a> = (&'a str, &'a [&'a str]);

fn check(cases: &[Case<'_>]) {
    check_in(Language::English, cases);
}

fn check_in(language: Language, cases: &[Case<'_>]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let article = parse((*text).to_owned(), &ParseOptions::new().clean(false).language(language));
        let quotes = find_quotes(&article);
        let rows: Vec<String> = quotes
            .iter()
            .map(|quote| {
                let it = quote.quote();
                let words = |span: Option<crate::Span>| span.map_or("-", |span| &article.text()[span]).to_owned();
                let contents: Vec<&str> = it.contents.iter().map(|&span| &article.text()[span]).collect();
                let speaker = quote.speaker().map_or("-".to_owned(), |speaker| {
                    format!("{} ; {} ; {}", speaker.name, speaker.title.as_deref().unwrap_or("-"), speaker.kind.name())
                });
                let via = quote.via().map_or("-", |via| &via.name);
                let kind = it.kind.name();
                format!(
                    "{kind}: {} | {} | {} | {speaker} | {via}",
                    contents.join(" / "),
                    words(it.cue),
                    words(it.source)
                )
            })
            .collect();
        if rows != *expected {
            wrong.push(format!("{text}\n  found    {rows:#?}\n  expected {expected:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn split_around_the_attribution() {
    check(&[
        // split around
        (
            "The wall is gone\n\n“Look, I have run this market for twenty years,” Dele Amadi told the Evening Star, “and I have never once seen the inspector sober. Never.”",
            &[
                "direct: Look, I have run this market for twenty years / and I have never once seen the inspector sober. Never | told | Dele Amadi | Dele Amadi ; - ; person | -",
            ],
        ),
        // split with description
        (
            "The wall is gone\n\n\"We had a plan for wind and a plan for water,\" said the island's deputy fire chief, Petra Vaughn, wiping soot from her glasses. \"What we did not have was a plan for both.\"",
            &[
                "direct: We had a plan for wind and a plan for water / What we did not have was a plan for both | said | the island's deputy fire chief | Petra Vaughn ; island's deputy fire chief ; person | -",
            ],
        ),
        // split
        (
            "The wall is gone\n\nMarta Quiles, 44, runs the bakery. \"Flour?\" she laughed. \"Don't talk to me about flour.\"",
            &["direct: Flour / Don't talk to me about flour | laughed | she | Marta Quiles ; - ; person | -"],
        ),
        // sports
        (
            "The wall is gone\n\n“We dug in,” midfielder Joe Tan told BBC Sport. “The gaffer got it spot on at half-time.”\n\nManager Phil Orde: “That's the Joe Tan we know.”",
            &[
                "direct: We dug in / The gaffer got it spot on at half-time | told | Joe Tan | Joe Tan ; - ; person | -",
                "direct: That's the Joe Tan we know | : | Manager Phil Orde | Phil Orde ; Manager ; person | -",
            ],
        ),
    ]);
}

#[test]
fn before_after_and_inside() {
    check(&[
        // local paper
        (
            "The wall is gone\n\nTown clerk Bev Tully said the boiler dates from 1962. “It's older than I am,” Tully joked. Resident Sam Orr asked whether the town could lease a boiler. No, Tully replied.",
            &[
                "indirect: the boiler dates from 1962 | said | Town clerk Bev Tully | Bev Tully ; Town clerk ; person | -",
                "direct: It's older than I am | joked | Tully | Bev Tully ; Town clerk ; person | -",
                "indirect: whether the town could lease a boiler | asked | Resident Sam Orr | Sam Orr ; Resident ; person | -",
            ],
        ),
        // inserted
        (
            "The wall is gone\n\nThe apprentice liked the work. Once, he recalled, the owner had paid the men out of her own savings.",
            &[
                "indirect: the owner had paid the men out of her own savings | recalled | he | apprentice ; - ; anonymous | -",
            ],
        ),
        // former
        (
            "The wall is gone\n\nAna Lund, then the minister, had said in 2019 that the bridge was safe. “I was wrong,” she now says.",
            &[
                "indirect: the bridge was safe | said | Ana Lund | Ana Lund ; minister ; person | -",
                "direct: I was wrong | says | she | Ana Lund ; minister ; person | -",
            ],
        ),
    ]);
}

#[test]
fn inverted_cues() {
    check(&[
        // inverted
        (
            "The wall is gone\n\n“It was never about money,” insists Gloria Penhale, whose late husband founded the club.\n\n“Rubbish,” countered former treasurer Des Rudge.",
            &[
                "direct: It was never about money | insists | Gloria Penhale | Gloria Penhale ; - ; person | -",
                "direct: Rubbish | countered | former treasurer Des Rudge | Des Rudge ; former treasurer ; person | -",
            ],
        ),
        // inverted org
        (
            "The wall is gone\n\nThe strike will go ahead on Thursday, confirmed the Rail Workers' Federation.",
            &[
                "indirect: The strike will go ahead on Thursday | confirmed | the Rail Workers' Federation | Rail Workers' Federation ; - ; organization | -",
            ],
        ),
        // inverted indirect that
        (
            "The wall is gone\n\n\"There is no black hole in the budget,\" says Treasury chief secretary Noor Haddad.\n\nNor, says Haddad, is there any plan to raise fares.",
            &[
                "direct: There is no black hole in the budget | says | Treasury chief secretary Noor Haddad | Noor Haddad ; Treasury chief secretary ; person | -",
                "indirect: Nor / is there any plan to raise fares | says | Haddad | Noor Haddad ; Treasury chief secretary ; person | -",
            ],
        ),
        // reply and participle
        (
            "The wall is gone\n\n“We are not there yet,” replied Nils Berg, adding that the board would meet in June.",
            &[
                "direct: We are not there yet | replied | Nils Berg | Nils Berg ; - ; person | -",
                "indirect: the board would meet in June | adding | Nils Berg | Nils Berg ; - ; person | -",
            ],
        ),
        // reply
        (
            "The wall is gone\n\n“Not yet,” said Nils Berg, adding that the board would meet in June.",
            &[
                "direct: Not yet | said | Nils Berg | Nils Berg ; - ; person | -",
                "indirect: the board would meet in June | adding | Nils Berg | Nils Berg ; - ; person | -",
            ],
        ),
    ]);
}

#[test]
fn appositions_and_long_titles() {
    check(&[
        // apposition long
        (
            "The wall is gone\n\n“The models all agree,” said Prof Ilse Brandvold, a climatologist at the University of Tromsø and lead author of the study, which was published in Nature Geoscience.\n\nBrandvold added that the melt was speeding up.",
            &[
                "direct: The models all agree | said | Prof Ilse Brandvold | Ilse Brandvold ; climatologist at the University of Tromsø and lead author of the study ; person | -",
                "indirect: the melt was speeding up | added | Brandvold | Ilse Brandvold ; climatologist at the University of Tromsø and lead author of the study ; person | -",
            ],
        ),
        // apposition
        (
            "The wall is gone\n\nJo Fenwick, executive director of the Tenants' Alliance, a nonprofit that represents renters in the county, said landlords were “testing the limits.”",
            &[
                "mixed: landlords were “testing the limits.” | said | Jo Fenwick | Jo Fenwick ; executive director of the Tenants' Alliance ; person | -",
            ],
        ),
        // called by name
        (
            "The wall is gone\n\nIts author, a retired music teacher called Berenice Aldous, insists that it is not personal.",
            &["indirect: it is not personal | insists | Its author | Berenice Aldous ; - ; person | -"],
        ),
        // trade press
        (
            "The wall is gone\n\nOrlo Systems expects to ship the chip in the fourth quarter, CEO Dana Whitfield told investors on the company's earnings call. “Demand is outpacing supply,” Whitfield said. Analysts at Brenner & Co. remain cautious, noting that margins have shrunk for three quarters.",
            &[
                "indirect: Orlo Systems expects to ship the chip in the fourth quarter | told | CEO Dana Whitfield | Dana Whitfield ; CEO ; person | -",
                "direct: Demand is outpacing supply | said | Whitfield | Dana Whitfield ; CEO ; person | -",
                "indirect: margins have shrunk for three quarters | noting | Analysts | Analysts at Brenner & Co. ; - ; group | -",
            ],
        ),
        // police
        (
            "The wall is gone\n\nA man in his 40s was pronounced dead at the scene, police said. Detective Chief Inspector Sana Malik, of Kent Police, said: \"Our thoughts are with his family.\" She appealed for anyone with dashcam footage to come forward.",
            &[
                "indirect: A man in his 40s was pronounced dead at the scene | said | police | police ; - ; group | -",
                "direct: Our thoughts are with his family | said | Detective Chief Inspector Sana Malik | Sana Malik ; Detective Chief Inspector ; person | -",
            ],
        ),
    ]);
}

#[test]
fn relative_clauses() {
    check(&[
        // relative
        (
            "The wall is gone\n\nKwame Asante, who said he had slept in the station for two nights, had missed his brother's wedding.\n\nAlso in line was Rosa Lind, who called the delays “a national embarrassment.”",
            &[
                "indirect: he had slept in the station for two nights | said | Kwame Asante | Kwame Asante ; - ; person | -",
                "direct: a national embarrassment | called | Rosa Lind | Rosa Lind ; - ; person | -",
            ],
        ),
        // relative whose/according
        (
            "The wall is gone\n\nThe plan was drawn up by Ed Marlow, who argues that cities should charge drivers by the mile.",
            &["indirect: cities should charge drivers by the mile | argues | Ed Marlow | Ed Marlow ; - ; person | -"],
        ),
    ]);
}

#[test]
fn addressees_do_not_speak() {
    check(&[
        // told addressee
        (
            "The wall is gone\n\nForeign Minister Annika Sund told her Dutch counterpart, Piet Vos, by phone that the pipeline was safe.\n\nSund told the BBC's Today programme: \"We are not naive.\"",
            &[
                "indirect: the pipeline was safe | told | Foreign Minister Annika Sund | Annika Sund ; Foreign Minister ; person | -",
                "direct: We are not naive | told | Sund | Annika Sund ; Foreign Minister ; person | -",
            ],
        ),
        // told addressee
        (
            "The wall is gone\n\n“I was told by the nurse to go home,” Lena Ford told jurors on Wednesday.\n\nSpeaking to reporters after the hearing, her lawyer Sam Okoro said the verdict was “a relief.”",
            &[
                "direct: I was told by the nurse to go home | told | Lena Ford | Lena Ford ; - ; person | -",
                "mixed: the verdict was “a relief.” | said | her lawyer Sam Okoro | Sam Okoro ; lawyer ; person | -",
            ],
        ),
    ]);
}

#[test]
fn pronouns() {
    check(&[
        // pronoun
        (
            "The wall is gone\n\nWhen Ruth Adler arrived from Vienna in 1951, she spoke no English. “I learned it from the radio,” she says.\n\nHer first landlord, Frank Dunn, taught her to drive. He remembers her as fearless. “She never braked,” he says.",
            &[
                "direct: I learned it from the radio | says | she | Ruth Adler ; - ; person | -",
                "direct: She never braked | says | he | Frank Dunn ; first landlord ; person | -",
            ],
        ),
        // present perfect
        (
            "The wall is gone\n\nThe regulator has warned banks that they must hold more cash. It has said that fines could follow.",
            &[
                "indirect: they must hold more cash | warned | The regulator | regulator ; - ; organization | -",
                "indirect: fines could follow | said | It | regulator ; - ; organization | -",
            ],
        ),
    ]);
}

#[test]
fn surnames() {
    check(&[
        // surname only
        (
            "The wall is gone\n\nChief Executive Officer Maria Lindqvist and Chief Financial Officer Paul Brandt presented the results. Revenue will grow by 4% this year, Lindqvist told analysts on a call. Brandt said costs were under control.",
            &[
                "indirect: Revenue will grow by 4% this year | told | Lindqvist | Maria Lindqvist ; Chief Executive Officer ; person | -",
                "indirect: costs were under control | said | Brandt | Paul Brandt ; Chief Financial Officer ; person | -",
            ],
        ),
        // one surname
        (
            "The wall is gone\n\nIngrid and Lars Holm moved to the valley in May. “We came for the quiet,” Ingrid said. Lars said he missed the trams.",
            &[
                "direct: We came for the quiet | said | Ingrid | Ingrid Holm ; - ; person | -",
                "indirect: he missed the trams | said | Lars | Lars Holm ; - ; person | -",
            ],
        ),
        // court
        (
            "The wall is gone\n\nProsecutors said Dillon had stalked his former wife for months. Dillon, who denies murder, told the jury he was “not a violent man.” The judge, Mrs Justice Amory, told him he would face a long sentence.",
            &[
                "indirect: Dillon had stalked his former wife for months | said | Prosecutors | Prosecutors ; - ; group | -",
                "mixed: he was “not a violent man.” | told | Dillon | Dillon ; - ; person | -",
                "indirect: he would face a long sentence | told | Mrs Justice Amory | Amory ; Mrs Justice ; person | -",
            ],
        ),
    ]);
}

#[test]
fn descriptions() {
    check(&[
        // description
        (
            "The wall is gone\n\nBooker-shortlisted novelist Amara Nwosu has moved to Lisbon. The writer, 61, says she does not miss London. “It rained on my books,” the Lagos-born author explains.",
            &[
                "indirect: she does not miss London | says | The writer | Amara Nwosu ; novelist ; person | -",
                "direct: It rained on my books | explains | the Lagos-born author | Amara Nwosu ; novelist ; person | -",
            ],
        ),
    ]);
}

#[test]
fn organizations() {
    check(&[
        // org
        (
            "The wall is gone\n\nVeltra Motors will recall 12,000 vans. The carmaker said a hose could leak. “Customers will be contacted by mail,” it said. The company expects the work to take an hour.\n\nThe National Transport Agency said it was aware of the recall.",
            &[
                "indirect: a hose could leak | said | The carmaker | Veltra Motors ; - ; organization | -",
                "direct: Customers will be contacted by mail | said | it | Veltra Motors ; - ; organization | -",
                "indirect: it was aware of the recall | said | The National Transport Agency | National Transport Agency ; - ; organization | -",
            ],
        ),
        // org
        (
            "The wall is gone\n\nThe World Health Organization (WHO) has warned that the outbreak is not over. The WHO said it had sent 20 experts. \"We are not out of the woods,\" the U.N. agency said.",
            &[
                "indirect: the outbreak is not over | warned | The World Health Organization | World Health Organization ; - ; organization | -",
                "indirect: it had sent 20 experts | said | The WHO | World Health Organization ; - ; organization | -",
                "direct: We are not out of the woods | said | the U.N. agency | World Health Organization ; - ; organization | -",
            ],
        ),
        // nonprofit
        (
            "The wall is gone\n\nClean Rivers Now is suing the state. “The river is dying,” the nonprofit said in a news release. Its director, Kim Salas, said the suit was a last resort.",
            &[
                "direct: The river is dying | said | the nonprofit | nonprofit ; - ; organization | -",
                "indirect: the suit was a last resort | said | Kim Salas | Kim Salas ; director ; person | -",
            ],
        ),
    ]);
}

#[test]
fn documents_signs_and_surveys() {
    check(&[
        // document
        (
            "The wall is gone\n\nA memo obtained by the Courier says the leak was reported in March. “Do not put this in writing,” it reads.\n\nA sign on the door read: “Back in five minutes.”",
            &[
                "indirect: the leak was reported in March | says | A memo | memo obtained by the Courier ; - ; organization | -",
                "direct: Do not put this in writing | reads | it | memo obtained by the Courier ; - ; organization | -",
                "direct: Back in five minutes | read | A sign | sign on the door ; - ; organization | -",
            ],
        ),
        // document
        (
            "The wall is gone\n\nThe indictment alleges that Mr. Crane moved $4 million through shell companies. Crane “knew the invoices were false,” prosecutors wrote in the filing.",
            &[
                "indirect: Mr. Crane moved $4 million through shell companies | alleges | The indictment | indictment ; - ; organization | -",
                "mixed: Crane “knew the invoices were false,” | wrote | prosecutors | prosecutors ; - ; group | -",
            ],
        ),
    ]);
}

#[test]
fn anonymous_sources() {
    check(&[
        // anonymous
        (
            "The wall is gone\n\n“He wasn't going to sign it, period,” said one person close to the negotiations, who requested anonymity to describe private talks.\n\nA second person briefed on the matter said the deal had collapsed over price.",
            &[
                "direct: He wasn't going to sign it, period | said | one person | one person close to the negotiations ; - ; anonymous | -",
                "indirect: the deal had collapsed over price | said | A second person | second person briefed on the matter ; - ; anonymous | -",
            ],
        ),
        // anonymous
        (
            "The wall is gone\n\nTwo people with direct knowledge of the investigation said prosecutors were preparing charges. The people spoke on the condition of anonymity because they were not authorized to discuss the case.\n\n“It's a matter of weeks,” one of the people said.",
            &[
                "indirect: prosecutors were preparing charges | said | Two people | Two people with direct knowledge of the investigation ; - ; group | -",
                "direct: It's a matter of weeks | said | one | Two people with direct knowledge of the investigation ; - ; group | -",
            ],
        ),
        // anonymous
        (
            "The wall is gone\n\n“It's chaos in there,” a Western diplomat said. Another diplomat described the mood as “funereal.”\n\nA source close to the player said no offer had been received.",
            &[
                "direct: It's chaos in there | said | a Western diplomat | Western diplomat ; - ; anonymous | -",
                "direct: funereal | described | Another diplomat | Another diplomat ; - ; anonymous | -",
                "indirect: no offer had been received | said | A source | source close to the player ; - ; anonymous | -",
            ],
        ),
        // anonymous
        (
            "The wall is gone\n\nThe ministry plans to cut 300 jobs, three current and former employees told Reuters. A spokesperson for the ministry declined to comment.\n\nOne former employee, who left in May, recalled being told to “keep smiling.”",
            &[
                "indirect: The ministry plans to cut 300 jobs | told | three current and former employees | three current and former employees ; - ; group | -",
                "mixed: being told to “keep smiling.” | recalled | One former employee | One former employee ; - ; anonymous | -",
            ],
        ),
        // anonymous
        (
            "The wall is gone\n\nA neighbour, who did not want to be named, said she heard two bangs. “Then nothing,” she said. “Just the dog.”",
            &[
                "indirect: she heard two bangs | said | A neighbour | neighbour ; - ; anonymous | -",
                "direct: Then nothing / Just the dog | said | she | neighbour ; - ; anonymous | -",
            ],
        ),
        // formula of anonymity
        (
            "The wall is gone\n\nA former apprentice, who asked that his name not be used, described the yard as “the best school in the world.”",
            &[
                "direct: the best school in the world | described | A former apprentice | former apprentice ; - ; anonymous | -",
            ],
        ),
        // official colon
        (
            "The wall is gone\n\nA senior official at the agency, who requested anonymity to speak frankly, was less diplomatic: “We trusted their spreadsheet. Who trusts a spreadsheet?”",
            &[
                "direct: We trusted their spreadsheet. Who trusts a spreadsheet | : | A senior official | senior official at the agency ; - ; anonymous | -",
            ],
        ),
    ]);
}

#[test]
fn groups() {
    check(&[
        // plural
        (
            "The wall is gone\n\nBoth sides said they wanted peace. Opposition lawmakers accused the speaker of “burying democracy.”\n\nUnion leaders described the offer as insulting.",
            &[
                "indirect: they wanted peace | said | Both sides | Both sides ; - ; group | -",
                "direct: burying democracy | accused | Opposition lawmakers | Opposition lawmakers ; - ; group | -",
                "indirect: the offer as insulting | described | Union leaders | Union leaders ; - ; group | -",
            ],
        ),
        // joined groups
        (
            "The wall is gone\n\nExperts and campaigners warned that the rules were too weak.",
            &["indirect: the rules were too weak | warned | Experts | Experts and campaigners ; - ; group | -"],
        ),
        // the other
        (
            "The wall is gone\n\nTwo people with knowledge of the talks said a letter had been drafted. “It was in the envelopes,” one of them said. The other described the mood as “shame, mostly.”",
            &[
                "indirect: a letter had been drafted | said | Two people | Two people with knowledge of the talks ; - ; group | -",
                "direct: It was in the envelopes | said | one | Two people with knowledge of the talks ; - ; group | -",
                "direct: shame, mostly | described | The other | Two people with knowledge of the talks ; - ; group | -",
            ],
        ),
        // people close to
        (
            "The wall is gone\n\nThree people who have testified said the questions were hostile. People close to the mayor say he now expects a trial.",
            &[
                "indirect: the questions were hostile | said | Three people | Three people who have testified ; - ; group | -",
                "indirect: he now expects a trial | say | People | People close to the mayor ; - ; group | -",
            ],
        ),
        // semicolon
        (
            "The wall is gone\n\nCritics say that the programme is too dear; supporters argue it saves lives. Four of the five said they had been warned; two said they had been dismissed.",
            &[
                "indirect: the programme is too dear | say | Critics | Critics ; - ; group | -",
                "indirect: it saves lives | argue | supporters | supporters ; - ; group | -",
                "indirect: they had been warned | said | Four | Four of the five ; - ; group | -",
                "indirect: they had been dismissed | said | two | two ; - ; group | -",
            ],
        ),
    ]);
}

#[test]
fn floating_quotes() {
    check(&[
        // floating
        (
            "The wall is gone\n\nNadia Rahman, a midwife in Leeds, said staff were exhausted.\n\n“We come in on our days off. We skip meals.\n\n“Last week I delivered three babies in a corridor.”\n\nThe trust said it took the concerns seriously.",
            &[
                "indirect: staff were exhausted | said | Nadia Rahman | Nadia Rahman ; midwife in Leeds ; person | -",
                "direct: We come in on our days off. We skip meals | said | Nadia Rahman | Nadia Rahman ; midwife in Leeds ; person | -",
                "direct: Last week I delivered three babies in a corridor | said | Nadia Rahman | Nadia Rahman ; midwife in Leeds ; person | -",
                "indirect: it took the concerns seriously | said | The trust | trust ; - ; organization | -",
            ],
        ),
        // floating
        (
            "The wall is gone\n\nCoach Ed Barlow praised his players after the match. “Brilliant, all of them. That second goal was art.”\n\n“But we go again on Saturday.”",
            &[
                "direct: Brilliant, all of them. That second goal was art | - | Ed Barlow | Ed Barlow ; Coach ; person | -",
                "direct: But we go again on Saturday | - | - | Ed Barlow ; Coach ; person | -",
            ],
        ),
    ]);
}

#[test]
fn partial_quotes() {
    check(&[
        // mixed
        (
            "The wall is gone\n\nThe president said the deal was “dead as a doornail” and that he would “never, ever” revive it.\n\nAnalysts at Corver Bank said the results were “slightly ahead” of expectations, citing “robust” demand for trucks.",
            &[
                "mixed: the deal was “dead as a doornail” and that he would “never, ever” revive it | said | The president | president ; - ; anonymous | -",
                "mixed: the results were “slightly ahead” of expectations | said | Analysts | Analysts at Corver Bank ; - ; group | -",
                "direct: robust | citing | Analysts | Analysts at Corver Bank ; - ; group | -",
            ],
        ),
        // guardian
        (
            "The wall is gone\n\nA Home Office spokesperson said: “The safety of staff is our priority.” But the union's general secretary, Mo Farrow, called the response “a disgrace”. He said: “They have had two years. They have done nothing.”",
            &[
                "direct: The safety of staff is our priority | said | A Home Office spokesperson | Home Office spokesperson ; - ; anonymous | -",
                "direct: a disgrace | called | Mo Farrow | Mo Farrow ; union's general secretary ; person | -",
                "direct: They have had two years. They have done nothing | said | He | Mo Farrow ; union's general secretary ; person | -",
            ],
        ),
    ]);
}

#[test]
fn indirect_speech() {
    check(&[
        // indirect
        (
            "The wall is gone\n\nPolice said a 34-year-old man, from Bolton, had been arrested on suspicion of murder and remained in custody.",
            &[
                "indirect: a 34-year-old man, from Bolton, had been arrested on suspicion of murder and remained in custody | said | Police | Police ; - ; organization | -",
            ],
        ),
        // science
        (
            "The wall is gone\n\n“These birds remember faces,” says Lucia Fenn, an ecologist at the University of Porto who was not involved in the work. Fenn cautions that the sample was small. The team suggests the birds learn from their parents.",
            &[
                "direct: These birds remember faces | says | Lucia Fenn | Lucia Fenn ; ecologist at the University of Porto ; person | -",
                "indirect: the sample was small | cautions | Fenn | Lucia Fenn ; ecologist at the University of Porto ; person | -",
                "indirect: the birds learn from their parents | suggests | The team | team ; - ; organization | -",
            ],
        ),
        // however that
        (
            "The wall is gone\n\nThe authors caution, however, that people who choose to walk may be healthier.",
            &["indirect: people who choose to walk may be healthier | caution | The authors | authors ; - ; group | -"],
        ),
    ]);
}

#[test]
fn according_to() {
    check(&[
        // according to
        (
            "The wall is gone\n\nThe average rent in the city rose to $2,140 in May, according to the listing site Rentwise, up from $1,980 a year earlier.\n\nAccording to court documents, Bell had been warned twice.\n\nThe fire began in the kitchen, according to Chief Alma Torres of the county fire department.",
            &[
                "indirect: The average rent in the city rose to $2,140 in May | according to | the listing site Rentwise | Rentwise ; - ; organization | -",
                "indirect: Bell had been warned twice | According to | court documents | court documents ; - ; organization | -",
                "indirect: The fire began in the kitchen | according to | Chief Alma Torres | Alma Torres ; Chief ; person | -",
            ],
        ),
    ]);
}

#[test]
fn participles() {
    check(&[
        // participial
        (
            "The wall is gone\n\nCiting safety concerns, the airport said it would close the runway for ten days.\n\nAsked about the cost, Mayor Ellen Choi shrugged. “Ask me in a year,” she said.",
            &[
                "indirect: it would close the runway for ten days | said | the airport | airport ; - ; organization | -",
                "direct: Ask me in a year | said | she | Ellen Choi ; Mayor ; person | -",
            ],
        ),
    ]);
}

#[test]
fn far_sources() {
    check(&[
        // far source
        (
            "The wall is gone\n\nJudge Maria Costa, sentencing Bryce to nine years in prison at Exeter Crown Court on Thursday, said he had shown “not a flicker of remorse.”\n\nThe company, which employs 900 people in the valley and has been losing money since 2019, says it has no choice.",
            &[
                "mixed: he had shown “not a flicker of remorse.” | said | Judge Maria Costa | Maria Costa ; Judge ; person | -",
                "indirect: it has no choice | says | The company | company ; - ; organization | -",
            ],
        ),
    ]);
}

#[test]
fn several_paragraphs() {
    check(&[
        // multi-paragraph
        (
            "The wall is gone\n\nBishop Tendai Moyo addressed the crowd from a truck. “We did not come to fight,” he said.\n\n“We came to be counted. We came because our children are hungry.\n\n“And we will come again.”",
            &[
                "direct: We did not come to fight | said | he | Tendai Moyo ; Bishop ; person | -",
                "direct: We came to be counted. We came because our children are hungry | said | he | Tendai Moyo ; Bishop ; person | -",
                "direct: And we will come again | said | he | Tendai Moyo ; Bishop ; person | -",
            ],
        ),
    ]);
}

#[test]
fn nested_marks() {
    check(&[
        // nested
        (
            "The wall is gone\n\n“My father used to say, ‘Never lend a man your boat,’ and he was right,” said Eirik Dahl.\n\n'She told me, \"You'll be back,\" and I was,' says Moira Flint.",
            &[
                "direct: My father used to say, ‘Never lend a man your boat,’ and he was right | said | Eirik Dahl | Eirik Dahl ; - ; person | -",
                "direct: She told me, \"You'll be back,\" and I was | says | Moira Flint | Moira Flint ; - ; person | -",
            ],
        ),
    ]);
}

#[test]
fn headlines() {
    check(&[
        // headline
        (
            "Fed's Waller says rate cuts can wait until summer\n\nThe central bank meets on Tuesday.",
            &["indirect: rate cuts can wait until summer | says | Fed's Waller | Waller ; - ; person | -"],
        ),
        // headline
        (
            "Gas leak forced evacuation of school, officials say\n\nPupils were sent home.",
            &["indirect: Gas leak forced evacuation of school | say | officials | officials ; - ; group | -"],
        ),
    ]);
}

#[test]
fn transcripts() {
    check(&[
        // transcript of two
        (
            "Skating\n\nInterviewer: When did you first skate?\n\nIlona Petrova: I was four. My grandmother took me.\n\nInterviewer: And when did you stop?\n\nIlona Petrova: I never did.",
            &[
                "indirect: When did you first skate | : | Interviewer | Interviewer ; - ; anonymous | -",
                "indirect: I was four. My grandmother took me | : | Ilona Petrova | Ilona Petrova ; - ; person | -",
                "indirect: And when did you stop | : | Interviewer | Interviewer ; - ; anonymous | -",
                "indirect: I never did | : | Ilona Petrova | Ilona Petrova ; - ; person | -",
            ],
        ),
        // transcript in capitals
        (
            "A hearing\n\nTAPPER: Did you sign it?\n\nMARSH: I did not. I never would.\n\nTAPPER: Who did?",
            &[
                "indirect: Did you sign it | : | TAPPER | TAPPER ; - ; person | -",
                "indirect: I did not. I never would | : | MARSH | MARSH ; - ; person | -",
                "indirect: Who did | : | TAPPER | TAPPER ; - ; person | -",
            ],
        ),
    ]);
}

#[test]
fn posts_and_statements() {
    check(&[
        // tweets
        (
            "The wall is gone\n\n“Thinking of everyone in Derry tonight,” the Irish leader wrote on X.\n\nIn a post on Instagram, the singer Mila Ray said she was “heartbroken.”\n\nMayor Dan Ochoa tweeted that schools would stay shut on Monday.",
            &[
                "direct: Thinking of everyone in Derry tonight | wrote | the Irish leader | Irish leader ; - ; anonymous | -",
                "mixed: she was “heartbroken.” | said | the singer Mila Ray | Mila Ray ; singer ; person | -",
                "indirect: schools would stay shut on Monday | tweeted | Mayor Dan Ochoa | Dan Ochoa ; Mayor ; person | -",
            ],
        ),
        // tweets
        (
            "The wall is gone\n\n“To my fans: I'm fine,” Dakota Bell posted on her Facebook page. Her manager, Cy Webb, confirmed in a text message that the tour would go on.",
            &[
                "direct: To my fans: I'm fine | posted | Dakota Bell | Dakota Bell ; - ; person | -",
                "indirect: the tour would go on | confirmed | Cy Webb | Cy Webb ; manager ; person | -",
            ],
        ),
        // statement
        (
            "The wall is gone\n\nIn a statement, Kent Police said: “We are appealing for witnesses.”\n\nA statement from the family read: “He was our sunshine.”\n\n“We take safety seriously,” the company said in an emailed statement.",
            &[
                "direct: We are appealing for witnesses | said | Kent Police | Kent Police ; - ; organization | -",
                "direct: He was our sunshine | read | A statement | family ; - ; group | -",
                "direct: We take safety seriously | said | the company | company ; - ; organization | -",
            ],
        ),
        // city desk
        (
            "The wall is gone\n\nMayor Lena Ortiz's office said the permits were in order. Ortiz herself, in an interview with Radio Norte, said she had learned of the plan “from the newspaper.”",
            &[
                "indirect: the permits were in order | said | Mayor Lena Ortiz's office | Mayor Lena Ortiz's office ; - ; organization | -",
                "mixed: she had learned of the plan “from the newspaper.” | said | Ortiz | Lena Ortiz ; - ; person | -",
            ],
        ),
    ]);
}

#[test]
fn relayed_words() {
    check(&[
        // relayed
        (
            "The wall is gone\n\nPresident Aliyev told his visitor that the border would “remain closed for now,” according to the state news agency.\n\nThe chancellor stressed “the importance of dialogue,” her spokesman Jan Weber said, calling the talks “constructive.”",
            &[
                "mixed: the border would “remain closed for now,” | told | President Aliyev | Aliyev ; President ; person | state news agency",
                "direct: the importance of dialogue | stressed | The chancellor | chancellor ; - ; anonymous | Jan Weber",
                "direct: constructive | calling | The chancellor | chancellor ; - ; anonymous | Jan Weber",
            ],
        ),
        // relayed
        (
            "The wall is gone\n\nThe Times quoted an unnamed aide as saying that the president was “furious.”\n\nPope Leo urged both sides to “lay down their arms,” Vatican News reported.",
            &[
                "mixed: the president was “furious.” | saying | an unnamed aide | unnamed aide ; - ; anonymous | Times",
                "mixed: both sides to “lay down their arms,” | urged | Pope Leo | Leo ; Pope ; person | Vatican News",
            ],
        ),
        // relayed
        (
            "The wall is gone\n\n“My client denies everything,” attorney Jill Fox said. She said that her client, Bo Keane, had told police he was at home.\n\nKeane's mother said he had told her “not to worry.”",
            &[
                "direct: My client denies everything | said | attorney Jill Fox | Jill Fox ; attorney ; person | -",
                "indirect: her client, Bo Keane, had told police he was at home | said | She | Jill Fox ; attorney ; person | -",
                "mixed: he had told her “not to worry.” | said | Keane's mother | Keane's mother ; - ; anonymous | -",
            ],
        ),
        // affidavit
        (
            "The wall is gone\n\nThe suspect told officers he had meant no harm, according to state television.",
            &["indirect: he had meant no harm | told | The suspect | suspect ; - ; anonymous | state television"],
        ),
    ]);
}

#[test]
fn denied_and_left_unsaid() {
    check(&[
        // statement negated
        (
            "The wall is gone\n\nThe company did not immediately respond to a request for comment. A spokesman, Ed Lau, declined to say how many had been dismissed.",
            &["indirect: how many had been dismissed | say | A spokesman | Ed Lau ; - ; person | -"],
        ),
    ]);
}

#[test]
fn words_that_quote_nobody() {
    check(&[
        // scare
        (
            "The wall is gone\n\nThe film, “The Long Tide,” opens on Friday. Her song “Paper Moon” won a Grammy. The “smart” bins broke within a week. The word “crisis” appears nine times. He goes by “Dutch”.\n\nPat “Tiny” Moran ran the so-called “ghost train” for years. ABC's “Good Evening” first aired the clip.",
            &[],
        ),
    ]);
}

#[test]
fn styles_of_marks() {
    check(&[
        // mixed marks
        (
            "The wall is gone\n\n“I ran,\" said Theo Katz. \"I just ran.”\n\n``We are done,'' Katz told friends. ''It is over,'' he said.",
            &[
                "direct: I ran / I just ran | said | Theo Katz | Theo Katz ; - ; person | -",
                "direct: We are done | told | Katz | Theo Katz ; - ; person | -",
                "direct: It is over | said | he | Theo Katz ; - ; person | -",
            ],
        ),
        // guillemets
        (
            "The wall is gone\n\n«It is a scandal», said Pia Rossi. „We will appeal“, her lawyer said.",
            &[
                "direct: It is a scandal | said | Pia Rossi | Pia Rossi ; - ; person | -",
                "direct: We will appeal | said | her lawyer | her lawyer ; - ; anonymous | -",
            ],
        ),
        // colon sentence
        (
            "The wall is gone\n\nBeatriz Lage argues that a walk is a treatment and ought to be regulated as one: “If a pill had killed him, we would know the name of the chemist.”",
            &[
                "indirect: a walk is a treatment and ought to be regulated as one | argues | Beatriz Lage | Beatriz Lage ; - ; person | -",
                "direct: If a pill had killed him, we would know the name of the chemist | argues | Beatriz Lage | Beatriz Lage ; - ; person | -",
            ],
        ),
        // unbalanced
        (
            "The wall is gone\n\n\"It was dark, said Nell Price. \"I could not see the road.\"\n\n“The boat was full,” said Ola Berg. “We had no choice.\n\nThe coast guard arrived at noon.",
            &[
                "direct: It was dark / I could not see the road | said | Nell Price | Nell Price ; - ; person | -",
                "direct: The boat was full / We had no choice | said | Ola Berg | Ola Berg ; - ; person | -",
            ],
        ),
    ]);
}

#[test]
fn verbs_that_report_with_a_further_word() {
    check(&[
        (
            "The wall is gone\n\nThe treasurer, Wim Berg, worked out that the roof would be paid for in six years.\n\nMayor Ellen Choi made it clear that the road would stay shut.",
            &[
                "indirect: the roof would be paid for in six years | worked | Wim Berg | Wim Berg ; treasurer ; person | -",
                "indirect: the road would stay shut | made | Mayor Ellen Choi | Ellen Choi ; Mayor ; person | -",
            ],
        ),
        (
            "The wall is gone\n\nThere had been a call, she whispered, from Lisbon.\n\nOne reviewer of the paper doubted that the sample was large enough.",
            &[
                "indirect: There had been a call / from Lisbon | whispered | she | - | -",
                "indirect: the sample was large enough | doubted | One reviewer | One reviewer of the paper ; - ; anonymous | -",
            ],
        ),
        (
            "The wall is gone\n\nA second witness told a different story. Ana Ruiz often thinks about the films she saw. Hale was judged by what he said and did.",
            &[],
        ),
    ]);
}

#[test]
fn what_is_said_begins_and_ends_with_its_sentence() {
    check(&[
        (
            "The wall is gone\n\nIn extreme cold the doors are kept shut, which means that the trains leave late, said the operator.",
            &[
                "indirect: In extreme cold the doors are kept shut, which means that the trains leave late | said | the operator | operator ; - ; organization | -",
            ],
        ),
        (
            "The wall is gone\n\nThe port would be able to defend itself within the year, Mayor Dan Ochoa said Friday as he entered the hall.",
            &[
                "indirect: The port would be able to defend itself within the year | said | Mayor Dan Ochoa | Dan Ochoa ; Mayor ; person | -",
            ],
        ),
    ]);
}

#[test]
fn german_reports() {
    check_in(
        Language::German,
        &[
            // this stands for the sentence before
            (
                "Der Hafen von Lindenau bleibt geschlossen. Das teilte die Hafenbehörde am Montag mit. Ein Ende ist nicht in Sicht.",
                &[
                    "indirect: Der Hafen von Lindenau bleibt geschlossen | teilte | die Hafenbehörde | Hafenbehörde ; - ; organization | -",
                ],
            ),
            (
                "Der Deich hat gehalten, das berichten mehrere Zeitungen.",
                &[
                    "indirect: Der Deich hat gehalten | berichten | mehrere Zeitungen | Zeitungen ; - ; organization | -",
                ],
            ),
            (
                "Die Fähre war überladen. Dies geht aus einem Bericht der Werft hervor.",
                &[
                    "indirect: Die Fähre war überladen | geht | einem Bericht der Werft | Bericht ; - ; organization | -",
                ],
            ),
            // it goes on in the mood of reported speech, without a cue
            (
                "Dekanin Karla Berg bleibt gelassen. Von den Vorwürfen habe man nichts gewusst. Die Prüfung sei bald zu Ende. Am Abend schloss das Amt.",
                &[
                    "indirect: Von den Vorwürfen habe man nichts gewusst. Die Prüfung sei bald zu Ende | - | Dekanin Karla Berg | Karla Berg ; Dekanin ; person | -",
                ],
            ),
            // clauses that the words interrupt
            (
                "Die Brücke war laut Feuerwehr schon am Abend gesperrt.",
                &[
                    "indirect: Die Brücke war / schon am Abend gesperrt | laut | Feuerwehr | Feuerwehr ; - ; organization | -",
                ],
            ),
            (
                "Die Hunde kamen zu spät an, da nach Angaben der Fluglinie ein Papier fehlte.",
                &["indirect: ein Papier fehlte | nach | der Fluglinie | Fluglinie ; - ; organization | -"],
            ),
            (
                "Das Dorf liegt behördlichen Angaben zufolge seit Tagen im Dunkeln.",
                &[
                    "indirect: Das Dorf liegt / seit Tagen im Dunkeln | zufolge | Angaben | Angaben ; - ; organization | -",
                ],
            ),
            (
                "Karin Voss leitet das Amt. Der Deich werde, so Voss weiter, im Herbst erhöht.",
                &["indirect: Der Deich werde / im Herbst erhöht | so | Voss | Karin Voss ; - ; person | -"],
            ),
            // whose view
            (
                "Der Wirt Jonas Ebert sagte, der Winter sei hart gewesen. Seiner Meinung nach hätte die Stadt eher streuen müssen.",
                &[
                    "indirect: der Winter sei hart gewesen | sagte | Der Wirt Jonas Ebert | Jonas Ebert ; Wirt ; person | -",
                    "indirect: hätte die Stadt eher streuen müssen | nach | Der Wirt Jonas Ebert | Jonas Ebert ; Wirt ; person | -",
                ],
            ),
            (
                "Nach Ansicht von Bürgermeister Jens Ohlendorf ist der Damm zu niedrig.",
                &[
                    "indirect: ist der Damm zu niedrig | Nach | Bürgermeister Jens Ohlendorf | Jens Ohlendorf ; Bürgermeister ; person | -",
                ],
            ),
            (
                "Der Unfall war laut Mara Lindt der Grund für die Sperre.",
                &[
                    "indirect: Der Unfall war / der Grund für die Sperre | laut | Mara Lindt | Mara Lindt ; - ; person | -",
                ],
            ),
            // verbs with their particles and prepositions
            (
                "Die Stadt geht davon aus, dass der Umbau zwei Jahre dauert.",
                &["indirect: der Umbau zwei Jahre dauert | geht | Die Stadt | Stadt ; - ; organization | -"],
            ),
            (
                "Das Amt gab bekannt, die Brücke werde gesperrt. Der Verein gab das Geld zurück, obwohl es niemand verlangt hatte.",
                &["indirect: die Brücke werde gesperrt | gab | Das Amt | Amt ; - ; organization | -"],
            ),
            (
                "Jonas Ebert, der seit Mai im Amt ist, sagte vor der Presse, er wolle den Vertrag prüfen und kündigte eine Klage an.",
                &["indirect: er wolle den Vertrag prüfen | sagte | Jonas Ebert | Jonas Ebert ; - ; person | -"],
            ),
            ("Am Quai liegen vier Boote, die niemand braucht, sodass der Platz knapp wird.", &[]),
            // names between marks, names in small letters, and what belongs to a source
            (
                "Laut „Tagesspiegel“ wird der Markt verlegt.",
                &["indirect: wird der Markt verlegt | Laut | Tagesspiegel | Tagesspiegel ; - ; organization | -"],
            ),
            (
                "Ein Anwohner der Gartenstraße erklärte, er habe nichts gehört.",
                &[
                    "indirect: er habe nichts gehört | erklärte | Ein Anwohner der Gartenstraße | Anwohner der Gartenstraße ; - ; anonymous | -",
                ],
            ),
            (
                "Die Präsidentin Ursula von der Aue sagte, Europa müsse handeln.",
                &[
                    "indirect: Europa müsse handeln | sagte | Die Präsidentin Ursula von der Aue | Ursula von der Aue ; Präsidentin ; person | -",
                ],
            ),
        ],
    );
}
