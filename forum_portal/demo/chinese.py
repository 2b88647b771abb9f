"""What the data set of the demo does not say in Chinese. The portal's own wording, not official."""

TO_BE_CONFIRMED = "{role}（待确认）"

# By section and identifier of the data set, which has all other names in Chinese.
WORDS: dict[str, dict[str, str]] = {}

# People on stage whom the data set gives no delegation, by their English role.
ROLES = {
    "Chair of the Award Jury (role only)": "广州奖评审委员会主席（仅列职务）",
    "Leader of CPAFFC (role only)": "中国人民对外友好协会领导（仅列职务）",
    "Moderator, urban policy scholar (fictional role)": "主持人、城市政策学者（虚构职务）",
    "Professor of regional economics (fictional role)": "区域经济学教授（虚构职务）",
    "Director of a city-ranking institute (fictional role)": "城市排名研究机构主任（虚构职务）",
    "Head of a digital-economy laboratory (fictional role)": "数字经济实验室负责人（虚构职务）",
    "Climate-resilience adviser (fictional role)": "气候韧性顾问（虚构职务）",
    "Conservation architect (fictional role)": "遗产保护建筑师（虚构职务）",
    "Chief planner (fictional role)": "总规划师（虚构职务）",
    "Social-policy researcher (fictional role)": "社会政策研究员（虚构职务）",
}
