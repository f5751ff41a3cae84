using Linli.Platform.Data;
using Linli.Web;

namespace Linli.Cases.Channel;

/// <summary>A message as it is being written, so that nothing is lost when something is missing.</summary>
internal sealed record ChannelForm
{
    public ChannelLevel? To { get; init; }

    public string? Place { get; init; }

    public string? Title { get; init; }

    public string? Text { get; init; }

    public Guid? ReplyTo { get; init; }

    public string? IdempotencyKey { get; init; }

    public static ChannelForm From(PostedForm form) => new()
    {
        To = form.Word<ChannelLevel>("To"),
        Place = form.Text("Place"),
        Title = form.Text("Title"),
        Text = form.Text("Text"),
        ReplyTo = form.Id("ReplyTo"),
        IdempotencyKey = form.Text("IdempotencyKey"),
    };

    /// <summary>
    /// The start of an answer or of passing something on. A resident's own words are quoted upwards only: what goes down
    /// to residents is read by all of them. A resident answering a notice of the whole community means their own steward.
    /// </summary>
    public static ChannelForm About(ChannelLine earlier, ChannelLevel? to) => new()
    {
        To = to,
        Place = earlier.To == ChannelLevel.Resident && to == ChannelLevel.Steward ? null : earlier.Scope,
        Title = to is null || QuotesTo(earlier, to.Value) ? Cut(earlier.Title, 100) : null,
        Text = to is { } level && QuotesTo(earlier, level) ? Cut($"\n\n{earlier.Author}：{earlier.Text}", 4000) : null,
        ReplyTo = earlier.Id,
    };

    public SendMessage ToCommand(ChannelLevel to) => new()
    {
        To = to,
        Place = ScopePath.TryParse(Place, null, out var place) ? place : null,
        Title = Title ?? "",
        Text = Text ?? "",
        ReplyTo = ReplyTo,
        IdempotencyKey = IdempotencyKey,
    };

    // Residents answering do not pass anything on.
    private static bool QuotesTo(ChannelLine earlier, ChannelLevel to) =>
        to > earlier.To ? earlier.To != ChannelLevel.Resident : earlier.From != ChannelLevel.Resident;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
