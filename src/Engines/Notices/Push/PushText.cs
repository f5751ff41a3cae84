using System.Text.Json;
using Linli.Notices.Inbox;
using Linli.Platform;
using Linli.Platform.Text;

namespace Linli.Notices.Push;

/// <summary>
/// What a push says. It lies on a locked phone for anybody to read, so it names the kind of news at most: the notice itself
/// is read after signing in.
/// </summary>
/// <param name="Title">One line.</param>
/// <param name="Text">The kind of news, or <c>null</c>.</param>
/// <param name="Href">Path of this installation that it leads to.</param>
/// <param name="Tag">Newer news of the same thing takes the place of older on the screen.</param>
/// <param name="Id">The notice.</param>
internal sealed record PushText(string Title, string? Text, string Href, string Tag, Guid? Id)
{
    /// <summary>Of a notice, in the language of the browser.</summary>
    public static PushText Of(Notice notice, NoticeTopic? topic, string tag, string language) => new(
        In(language, ("您有一条新消息", "You have a new message")),
        topic is null ? null : In(language, topic.Title),
        $"/notices/{notice.Id}",
        tag,
        notice.Id);

    /// <summary>The first push after subscribing: whoever sees it knows that the others will come too.</summary>
    public static PushText Welcome(string language) => new(
        In(language, ("消息提醒已开启", "Notifications are on")),
        In(language, ("有新消息时，会像这样提醒您。", "This is how you will hear of new messages.")),
        "/notices",
        "welcome",
        null);

    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Options);

    private static string In(string language, Phrase phrase) => language == "en" ? phrase.En : phrase.Zh;
}
