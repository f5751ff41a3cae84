using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Channel;

/// <summary>Sends a message up one level, or down to any level below (四级双向互通, S14).</summary>
public sealed record SendMessage : ICommand<Guid>, IValidated, IRepeatable
{
    /// <summary>The level it is sent to.</summary>
    public ChannelLevel To { get; init; }

    /// <summary>
    /// Scope path of the place it is about. Left out it is the place of one's post; for a resident who writes to the stewards
    /// the grid of their home, so that it reaches their own steward.
    /// </summary>
    public ScopePath? Place { get; init; }

    /// <summary>One line, 2 to 100 characters.</summary>
    public string Title { get; init; } = "";

    /// <summary>2 to 4,000 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>The message it answers or passes on.</summary>
    public Guid? ReplyTo { get; init; }

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CaseMove.Missing(Title, 100, "title", "请写标题", "Give it a title") is { } noTitle)
            yield return noTitle;
        if (CaseMove.Missing(Text, 4000, "text", "请写内容", "Write the message") is { } noText)
            yield return noText;
    }
}

internal sealed class SendMessageHandler(
    LinliDb db, CurrentCaller current, IScopeTree tree, IPeople people, INotices notices, Outbox outbox, TimeProvider time)
    : IHandler<SendMessage, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/channel/messages", (SendMessage request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Channel").WithSummary("Send a message up or down the levels 上传下达");

    public async Task<Result<Guid>> Handle(SendMessage request, CancellationToken cancel)
    {
        var voice = Levels.Of(current.Value)
            .Where(l => Levels.MaySend(l.Level, request.To) && (request.Place is not { } about || l.Place.Contains(about) || about.Contains(l.Place)))
            .OrderByDescending(l => l.Level).Cast<(ChannelLevel Level, ScopePath Place)?>().FirstOrDefault();
        if (voice is not { } speaker)
            return Problem.Forbidden("cases.channel_closed",
                "您不能向这一级发送消息：只能逐级上报，或向下级发送。", "You cannot write to that level: messages go up one level at a time, or down.");
        var place = request.Place is { } named && speaker.Place.Contains(named) ? named
            : request.Place is null && speaker.Level == ChannelLevel.Resident && await OwnGrid(speaker.Place, cancel) is { } grid ? grid
            : speaker.Place;
        if (!tree.Exists(place))
            return Problem.Invalid("place", "cases.place_unknown", "没有这个地方，请重新选择。", "There is no such place: choose another.");
        if (request.ReplyTo is { } earlier && !await db.Unfiltered<ChannelMessage>().AnyAsync(m => m.Id == earlier, cancel))
            return Problem.Invalid("replyTo", "cases.message_unknown", "没有找到要回复的消息。", "There is no message to answer.");

        PlainText.TryCleanLine(request.Title, 100, out var title);
        PlainText.TryClean(request.Text, 4000, out var text);
        var now = Clock.Now(time);
        var message = new ChannelMessage
        {
            Id = Guid.CreateVersion7(now),
            Scope = place.Value,
            From = speaker.Level,
            To = request.To,
            Title = title,
            Text = text,
            Author = current.Value.Account!.Value,
            At = now,
            ReplyTo = request.ReplyTo,
        };
        db.Insert(message);
        outbox.Add(new MessageSent(message.Id, place, message.From, message.To));
        var page = message.To == ChannelLevel.Resident ? "/channel" : "/desk/channel";
        foreach (var account in await Receivers(message, place, cancel))
            await notices.Tell(account, "channel", Heading(message), (message.Title, message.Title), page, message.Id.ToString(), cancel);
        return message.Id;
    }

    // Somebody must be there to read it: a grid without a steward or leader would swallow the message.
    private async Task<ScopePath?> OwnGrid(ScopePath community, CancellationToken cancel)
    {
        foreach (var grid in await people.HomeGrids(current.Value.Account!.Value, cancel))
            if (community.Contains(grid) && (await people.StaffFor(grid, Levels.Posts(ChannelLevel.Steward), cancel)).Count > 0)
                return grid;
        return null;
    }

    private async Task<HashSet<Guid>> Receivers(ChannelMessage message, ScopePath place, CancellationToken cancel)
    {
        if (message.To == ChannelLevel.Resident)
            return [.. await people.ResidentsAt(place, cancel)];
        var receivers = (await people.StaffAround(place, Levels.Posts(message.To), cancel)).Select(s => s.Account).ToHashSet();
        receivers.Remove(message.Author);
        return receivers;
    }

    private static Phrase Heading(ChannelMessage message)
    {
        var from = Levels.Title(message.From);
        return ($"{from.Zh}发来消息", $"A message from {from.En}");
    }
}
