using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Friends;

/// <summary>
/// Neighbours of the joined communities who want to be found, for somebody who can be found too; the newest first. Never a
/// directory: a nickname, interests and the community, and a card's id that means nothing elsewhere.
/// </summary>
/// <param name="Interest">Only who shares this one.</param>
/// <param name="Skip">How many to skip.</param>
/// <param name="Take">How many to show, 1–30.</param>
internal sealed record FindNeighbours(string? Interest = null, int Skip = 0, int Take = 20) : IQuery<NeighboursFound>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Interest is not null && !Interests.Has(Interest))
            yield return Problem.Invalid("interest", "neighbours.interest_unknown", "没有这个兴趣，请重新选择。", "There is no such interest: choose another.");
        if (Skip is < 0 or > 10_000)
            yield return Problem.Invalid("skip", "skip_range", "skip 应为 0–10000。", "skip is 0 to 10,000.");
        if (Take is < 1 or > 30)
            yield return Problem.Invalid("take", "take_range", "take 应为 1–30。", "take is 1 to 30.");
    }
}

/// <summary>Some of the neighbours who can be found.</summary>
/// <param name="Items">The page.</param>
/// <param name="More">Whether there are more.</param>
internal sealed record NeighboursFound(IReadOnlyList<NeighbourFound> Items, bool More);

/// <summary>A neighbour, as much as strangers see.</summary>
/// <param name="Card">Id of the card, to greet.</param>
/// <param name="Nickname">Nickname.</param>
/// <param name="Interests">Codes of interests.</param>
/// <param name="Community">The community.</param>
/// <param name="Greeted">What became of a greeting between the two, if there is one.</param>
internal sealed record NeighbourFound(Guid Card, string Nickname, IReadOnlyList<string> Interests, Phrase Community, GreetingState? Greeted);

internal sealed class FindNeighboursHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ICallerDirectory callers)
    : IHandler<FindNeighbours, NeighboursFound>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/neighbours/people", (UseCaseRunner runner, CancellationToken cancel, string? interest = null, int skip = 0, int take = 20) =>
            runner.Answer(new FindNeighbours(interest, skip, take), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Neighbours who want to be found 找朋友");

    public async Task<Result<NeighboursFound>> Handle(FindNeighbours request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        var me = current.Value.Account!.Value;
        if (!await db.Unfiltered<Card>().AnyAsync(c => c.Account == me, cancel))
            return FriendProblems.NoCard;
        var word = request.Interest is { } interest ? Interests.Join([interest]) : " ";
        var rows = await db.Scoped<Card>(ScopeSet.Of([home.Joined])).AsNoTracking()
            .Where(c => c.Account != me && c.Interests.Contains(word)
                && !db.Records<Block>().Any(b => (b.Account == me && b.Blocked == c.Account) || (b.Account == c.Account && b.Blocked == me)))
            .OrderByDescending(c => c.At).ThenBy(c => c.Id).Skip(request.Skip).Take(request.Take + 1).ToListAsync(cancel);
        var greeted = await Between(me, rows.ConvertAll(c => c.Account), cancel);
        var shown = new List<NeighbourFound>();
        foreach (var card in rows.Take(request.Take))
            if (await StillLivesThere(callers, card, cancel))
                shown.Add(new(card.Id, card.Nickname, Interests.Split(card.Interests), tree.Find(ScopePath.Parse(card.Scope, null))?.Name ?? default,
                    greeted.TryGetValue(card.Account, out var state) ? state : null));
        return new NeighboursFound(shown, rows.Count > request.Take);
    }

    /// <summary>Whether the owner of a card is still a verified resident there.</summary>
    internal static async Task<bool> StillLivesThere(ICallerDirectory callers, Card card, CancellationToken cancel) =>
        (await callers.Find(card.Account, cancel))?.May(NeighboursPermissions.Meet, card.Scope) == true;

    // What became of the greetings between the caller and others, by the other.
    private async Task<Dictionary<Guid, GreetingState>> Between(Guid me, List<Guid> others, CancellationToken cancel)
    {
        var greetings = await db.Records<Greeting>().AsNoTracking()
            .Where(g => (g.From == me && others.Contains(g.To)) || (g.To == me && others.Contains(g.From))).ToListAsync(cancel);
        return greetings.GroupBy(g => g.From == me ? g.To : g.From).ToDictionary(g => g.Key, g => g.MaxBy(one => one.At)!.State);
    }
}
