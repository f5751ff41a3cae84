using System.Text.Json.Serialization;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.Neighbours.Friends;

/// <summary>Sends a neighbour a greeting: they read it with the sender's card and accept it or not.</summary>
/// <param name="Text">2–100 characters.</param>
internal sealed record Greet(string? Text) : ICommand<GreetingSent>, IValidated
{
    /// <summary>Whose card.</summary>
    [JsonIgnore]
    public Guid Card { get; init; }

    public IEnumerable<Problem> Problems()
    {
        if (MeetingRules.Shown(Text, 2, 100, "text", "请写一句问候", "Write a few words") is { } text)
            yield return text;
    }
}

/// <summary>The greeting as it was sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LeftToday">How many more one may send today.</param>
internal sealed record GreetingSent(Guid Id, int LeftToday);

internal sealed class GreetHandler(
    LinliDb db, CurrentCaller current, IScopeTree tree, ICallerDirectory callers, INotices notices, IOptions<NeighboursOptions> options, TimeProvider time)
    : IHandler<Greet, GreetingSent>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/neighbours/people/{card:guid}/greetings", (Guid card, Greet request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Card = card }, cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Greet a neighbour 打招呼");

    public async Task<Result<GreetingSent>> Handle(Greet request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        var me = current.Value.Account!.Value;
        if (!await db.Unfiltered<Card>().AnyAsync(c => c.Account == me, cancel))
            return FriendProblems.NoCard;
        var card = await db.Scoped<Card>(ScopeSet.Of([home.Joined])).AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Card && c.Account != me, cancel);
        if (card is null || !await FindNeighboursHandler.StillLivesThere(callers, card, cancel) || await IsBlocked(me, card.Account, cancel))
            return FriendProblems.NoNeighbour;
        if (await db.Records<Greeting>().AnyAsync(g => (g.From == me && g.To == card.Account) || (g.From == card.Account && g.To == me), cancel))
            return Problem.Conflict("neighbours.greeted_already", "你们之间已经有过问候了。", "There is a greeting between the two of you already.");

        var now = Clock.Now(time);
        var midnight = LocalTime.StartOfDay(LocalTime.DateOf(now));
        var sent = await db.Records<Greeting>().CountAsync(g => g.From == me && g.At >= midnight, cancel);
        if (MeetingRules.Greetings(sent, options.Value.GreetingsPerDay) is { } enough)
            return enough;
        PlainText.TryCleanLine(request.Text, 100, out var text);
        var greeting = new Greeting { Id = Guid.CreateVersion7(now), From = me, To = card.Account, Text = text, At = now };
        db.Records<Greeting>().Add(greeting);
        await notices.Tell(
            card.Account, "neighbours.greeting", ("有邻居向您打招呼", "A neighbour greets you"),
            ("看看是谁，由您决定是否接受。", "See who it is; whether you accept is up to you."), "/find/friends", $"greeting:{greeting.Id}", cancel);
        return new GreetingSent(greeting.Id, options.Value.GreetingsPerDay - sent - 1);
    }

    private Task<bool> IsBlocked(Guid me, Guid other, CancellationToken cancel) =>
        db.Records<Block>().AnyAsync(b => (b.Account == me && b.Blocked == other) || (b.Account == other && b.Blocked == me), cancel);
}
