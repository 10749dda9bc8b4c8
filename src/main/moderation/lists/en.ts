import type { WordList } from './word-list.ts';

/** English, with what Twitch's and YouTube's chats write. */
export const EN_LISTS: readonly WordList[] = [
  {
    category: 'abuse',
    latin: `
      *fuck* fvck* fuk fuker* fukin* fck fcking fckn fcku fuq fux fuxk phuck* fawk motherfucker* mofo muthafucka* mfer mfers stfu gtfo kys_noob shit shits shitty shitter shithead* shitbag* shitface* *bullshit* horseshit dipshit* dumbshit* shitstain* bitch* biatch* beotch btch bytch sonofabitch
      asshole* arsehole* asswipe* assclown* asshat* dumbass* fatass* jackass* smartass kissass lardass assface bastard* dickhead* dickface dickwad* dickweed dick dicks prick pricks cunt* kunt kunts twat twats wanker* wank wanking tosser* bellend* knobhead* douchebag* douche douches scumbag* scum
      moron* moronic imbecile* retard* retarded libtard* fucktard* idiot idiots dumb_bitch cretin* dimwit* halfwit* numbskull* shut_the_hell_up go_to_hell eat_shit eat_a_dick suck_my_dick suck_my_balls suck_my_cock lick_my_balls kiss_my_ass kill_your_self worthless_streamer trash_streamer garbage_streamer you_are_trash youre_trash ur_trash you_are_garbage youre_garbage ur_garbage
      you_suck_ass you_are_pathetic youre_pathetic ur_pathetic pathetic_loser you_are_disgusting youre_disgusting ur_disgusting ugly_bitch fat_pig fat_cow ugly_pig ugly_cow fat_ugly ugly_fat you_are_ugly youre_ugly ur_ugly nobody_likes_you no_one_likes_you everyone_hates_you nobody_loves_you
      your_mom_is_a_whore ur_mom_gay your_mum_gay neck_yourself piece_of_shit pos_streamer brain_dead_streamer braindead_streamer waste_of_oxygen waste_of_space waste_of_air nigel_no_friends shut_up_bitch dumb_whore stupid_cow stupid_bitch stupid_whore stupid_idiot you_stupid you_dumb you_idiot you_moron you_loser dumbfuck* piss_off bugger_off sod_off crybaby_bitch simp_trash virgin_loser incel* crackhead* trailer_trash`,
  },
  {
    category: 'hate',
    latin: `
      nigger* nigga niggas niggah nigg nigguh n1gger* negro negroes coon coons jigaboo* porch_monkey* jungle_bunny sandnigger* towelhead* raghead* camel_jockey* chink chinks chinky ching_chong gook gooks zipperhead* slant_eye* spic spics wetback* beaner* kike kikes faggot* fag fags faggy dyke dykes tranny trannies shemale* troon troons homo homos
      gypsy_scum gyppo* pajeet* paki pakis redskin* half_breed* white_trash cracker_scum heil_hitler sieg_heil heil_h1tler hitler_was_right hitler_did_nothing_wrong gas_the_jews gas_the_kikes kill_all_jews kill_all_muslims kill_all_blacks kill_all_gays kill_the_gays kill_all_trans kill_all_men kill_all_women white_power white_supremacy white_genocide race_war race_traitor* 14_88 1488 rahowa
      jews_control jews_run dirty_jew dirty_jews filthy_jew filthy_jews dirty_muslim dirty_muslims dirty_immigrant* filthy_immigrant* go_back_to_africa go_back_to_mexico go_back_to_china go_back_to_your_country blacks_are_inferior gays_should_die gays_should_burn gay_people_should_die gays_are_disgusting trans_people_should_die trans_people_are_disgusting women_belong_in_the_kitchen women_are_inferior women_should_not_vote subhuman* untermensch* monkey_race inferior_race master_race_rules kung_flu chinese_virus_people holohoax holocaust_is_fake holocaust_never_happened hate_all_women hate_all_blacks hate_jews hate_gays hate_muslims`,
  },
  {
    category: 'sexual',
    latin: `
      porn* pr0n pornhub* xvideos xhamster redtube onlyfans* hentai* rule34 sex see_you_naked want_you_naked nsfw_pics nudes send_nudes nude_pics naked_pics dickpic* dick_pic* cock cocks cocksuck* penis* vagina* pussy pussies clit clits clitoris boob boobs boobies booby_pics tits titties titty tiddies nipple nipples show_tits show_your_tits show_boobs show_your_boobs show_feet show_me_your_feet feet_pics cum cumming cumshot* cumdump* cumslut* creampie* jizz* ejaculat* orgasm* masturbat* jerk_off jerking_off jack_off jacking_off wank_off fap fapping
      blowjob* blow_job* handjob* hand_job* footjob* rimjob* titjob* deepthroat* gangbang* bukkake* anal_sex anal butt_sex buttsex buttplug* butt_plug* dildo* vibrator* fleshlight* bdsm bondage dominatrix milf milfs gilf dilf slut* whore* skank* thot thots hooker* prostitut* escort_service call_girl* horny hornyaf boner* erection* hard_on blue_balls ballsack* nutsack* scrotum* testicle* foreskin sex_chat sexchat sexting cybersex camgirl* cam_girl* strip_for_me strip_for_us take_off_your_clothes take_your_clothes_off take_your_shirt_off take_off_your_shirt
      take_off_your_top take_your_top_off take_off_your_panties take_off_your_bra panties what_color_are_your_panties bra_size cup_size how_big_are_your_boobs are_you_a_virgin sit_on_my_face sit_on_your_face want_to_fuck wanna_bang have_sex_with_me sleep_with_me sex_with_you sex_with_me breed_me breed_you impregnate* rape raped rapes raping rapist* gang_rape molest* pedo pedos pedophil* paedophil* loli_porn lolicon* shotacon* jailbait* child_porn cp_link incest* bestiality zoophil* necrophil* moan_for_me moan_for_us suck_me_off eat_me_out lick_my_pussy
      lick_my_feet smell_your_feet uwu_breed ahegao* futanari* futa fingering_myself spread_your_legs bend_over_for_me spank_me_mommy choke_me_daddy harder_daddy sexy_body_pics step_on_me_mommy`,
  },
  {
    category: 'violence',
    latin: `
      kill_you kill_ya kill_u kill_your_family kill_your_mom kill_your_dog murder_you murder_your_family i_will_find_you i_know_where_you_live ill_find_you im_coming_for_you shoot_you shoot_u stab_you stab_u strangle_you choke_you_to_death beat_you_up beat_you_to_death beat_the_shit_out break_your_neck break_your_legs break_your_face smash_your_face slit_your_throat cut_your_throat cut_your_head_off behead_you behead* burn_your_house burn_you_alive bomb_your_house blow_up_your_house blow_up_the_school
      shoot_up_the_school shoot_up_a_school shoot_up_my_school shoot_up_the_mall school_shooting* mass_shooting* pipe_bomb* make_a_bomb build_a_bomb bomb_threat* how_to_make_explosives molotov* swat_you swat_her swat_him swatting acid_attack throw_acid rape_you rape_her gut_you skin_you_alive torture_you dismember* decapitat* snuff_film* gore_video* death_threat* put_a_bullet_in you_should_be_shot deserve_to_die deserves_to_die you_will_die i_hope_you_die hope_you_die i_hope_she_dies hope_you_get_cancer get_cancer i_hope_you_get i_want_you_dead wait_outside_your_house outside_your_house lynch* hang_the_streamer isis_rules jihad*`,
  },
  {
    category: 'self-harm',
    latin: `
      kys kill_yourself kill_urself killyourself kill_ur_self go_die go_kill_yourself hang_yourself hang_urself drink_bleach jump_off_a_bridge jump_off_a_building jump_off_a_cliff slit_your_wrists cut_yourself cutting_myself cut_myself_again suicide suicidal commit_suicide kill_myself killing_myself kms want_to_die wanna_die wish_i_was_dead wish_i_were_dead end_my_life end_your_life end_it_all ending_it_all
      dont_want_to_live do_not_want_to_live no_reason_to_live better_off_dead hurt_myself hurting_myself self_harm selfharm self_harming overdose_on pills_to_die painless_way_to_die ways_to_die_painless hang_myself shoot_myself jump_off_the_roof slit_my_wrists unalive unalive_yourself unalive_myself goodbye_forever_everyone thinspo pro_ana proana`,
  },
  {
    category: 'politics',
    latin: `
      trump* donald_trump maga joe_biden biden* kamala* desantis obama* hillary_clinton putin* zelensky* xi_jinping netanyahu* hamas hezbollah zionis* free_palestine palestine israel_palestine gaza_war gaza_genocide ukraine_war russia_ukraine taiwan_independence free_tibet free_hong_kong tiananmen* uyghur* democrats republicans gop leftist* rightwing right_wing left_wing antifa proud_boys qanon deep_state stolen_election election_fraud rigged_election january_6 capitol_riot
      abortion* pro_life pro_choice gun_control second_amendment blm black_lives_matter all_lives_matter blue_lives_matter immigration_policy build_the_wall brexit* tory tories labour_party communist_party ccp communism fascis* socialism_sucks capitalism_sucks vote_for vaccines_cause antivax* anti_vax* plandemic`,
  },
  {
    category: 'spam',
    latin: `
      buy_followers buy_viewers buy_viewbots cheap_viewers cheap_followers best_viewers best_cheap_viewers get_followers get_viewers free_followers free_viewers free_subs_at followers_and_viewers viewers_and_followers become_famous wanna_become_famous want_to_become_famous bigfollows* streamboo* viewbot_service promo_code_for use_my_code use_code_at follow_me_on follow_my_channel follow_for_follow f4f sub4sub sub_4_sub follow4follow l4l check_out_my_channel check_my_channel check_out_my_stream visit_my_channel come_to_my_stream come_watch_my_stream watch_my_stream
      im_live_now_at i_am_streaming_too subscribe_to_my check_my_profile check_my_bio link_in_bio link_in_my_bio click_the_link click_my_link click_this_link click_here free_nitro free_discord_nitro free_vbucks free_v_bucks free_robux free_skins free_gift_card* free_giftcard* free_iphone* claim_your_prize claim_your_free you_have_won you_won_a congratulations_you_won make_money_online make_money_fast make_money_from_home earn_money_online earn_from_home work_from_home_and earn_per_day a_day_from_home passive_income double_your* bitcoin_giveaway crypto_giveaway eth_giveaway airdrop_claim crypto_signal* forex_signal* forex_trading trading_bot invest_with_me invest_now guaranteed_profit* guaranteed_return*
      online_casino casino_bonus sports_betting_tips betting_tips cheap_viagra viagra cialis weight_loss_pills lose_weight_fast hot_singles singles_in_your_area whatsapp_me text_me_on add_me_on_whatsapp add_me_on_telegram dm_me_for join_my_discord join_my_telegram join_my_server telegram_group graphic_designer_here i_am_a_graphic i_do_emotes_and do_you_need_emotes need_a_logo_for professional_artist_here commission_open_dm cheap_emotes buy_cheap_gold cheap_gold selling_accounts account_for_sale buy_accounts aimbot_for_sale wallhack_for_sale cheats_for_sale`,
  },
];

/** Ordinary words and phrases that hold a listed one. */
export const EN_ORDINARY = `
  same_sex sex_ed sex_education sex_and_the_city opposite_sex the_sex_of sex_pistols boob_tube dick_clark this_boss_will_kill_you boss_will_kill_you monster_will_kill_you dick_van_dyke moby_dick philip_k_dick dick_grayson cock_a_doodle shuttlecock peacock cockpit cocktail hancock scunthorpe penistone sussex essex middlesex shit_take bitcoin bitches_brew night_kill_you would_kill_you_to how_does_it_kill_you chink_in_the_armor chink_in_her_armor chinks_in_the_armor raccoon homo_sapiens homo_erectus homogen trump_card trumpet trumps_my trump_suit
  dyke_road blue_tit great_tit coal_tit tits_and_finches butt_in suicide_squad suicide_doors suicide_squeeze analog analyze analysis canal banal analytics bass grass class pass glass assassin assess asset assist assistant cassette harass embarrass compass massive cumulative cucumber document circumstance scum_and_villainy pussy_willow pussycat puss_in_boots pussy_riot hooker_valley prickly_pear prickly
  cut_yourself_some_slack cut_yourself_a_slice kill_you_in_game would_it_kill_you wont_kill_you will_not_kill_you didnt_kill_you doesnt_kill_you does_not_kill_you can_kill_you could_kill_you did_it_kill_you boss_kill_you the_boss_will_kill_you they_kill_you zombies_kill_you it_will_kill_you mobs_kill_you negro_leagues rio_negro dutch_dykes the_dykes_of fag_end want_to_die_hard vote_for_the_next vote_for_a_song vote_for_song vote_for_pizza vote_for_the_song vote_for_map vote_for_the_map vote_for_the_game vote_for_game vote_for_red vote_for_blue
  deep_throat_singer click_here_in_game beat_you_up_the dumb_luck idiot_sandwich no_idiot you_idiot_sandwich suck_it_up horny_toad horny_goat goldfinch crow_prick pin_prick oh_shiitake cockatoo cockatiel cockroach cockney rooster_cock weather_cock clit_commander dickens dickinson dickson dicky_bow dictionary
`;
