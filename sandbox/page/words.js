// The page's words, Chinese first.
const WORDS = {
  zh: {
    title: "邻里 · 沙盒", other: "EN", add: "＋ 新住户", addAsk: "住户的称呼", minute: "＋1 分钟", tenMinutes: "＋10 分钟",
    hour: "＋1 小时", morning: "到明早 8 点", empty: "请在上方选一位住户，打开 TA 的手机", chats: "对话", type: "输入消息",
    block: "屏蔽机器人", edited: "已编辑", start: "开始", forwarded: "转发的消息", voice: "语音", video: "视频",
    audio: "音频", document: "文件", location: "位置", contact: "名片", members: "位成员", bot: "机器人", photo: "图片",
    menu: "命令", all: "全部", ok: "知道了", refused: "没有成功", back: "返回", reply: "回复", edit: "编辑",
    send: "发送", attach: "发图片或文件", close: "关闭", keyboard: "键盘",
  },
  en: {
    title: "Linli · sandbox", other: "中文", add: "+ resident", addAsk: "The resident's name", minute: "+1 min", tenMinutes: "+10 min",
    hour: "+1 h", morning: "to 8 a.m.", empty: "Choose a resident above to open their phone", chats: "Chats", type: "Message",
    block: "Block the bot", edited: "edited", start: "Start", forwarded: "Forwarded message", voice: "Voice",
    video: "Video", audio: "Audio", document: "File", location: "Place", contact: "Contact", members: "members", bot: "bot", photo: "Photo",
    menu: "Commands", all: "All", ok: "OK", refused: "That did not work", back: "Back", reply: "Reply", edit: "Edit",
    send: "Send", attach: "Send a photo or file", close: "Close", keyboard: "Keyboard",
  },
};

export let language = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("language") ?? "zh";

export const word = (key) => WORDS[language][key] ?? key;

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
}

export function fillWords(root) {
  document.documentElement.lang = language;
  document.title = word("title");
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
}
