using Linli.Neighbours.Pairings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Friends;

/// <summary>
/// Blocks whoever is behind a card or at the other end of a greeting: neither finds nor greets the other any more, and what
/// was between them, contacts included, is deleted. The other is not told.
/// </summary>
/// <param name="Card">A card.</param>
/// <param name="Greeting">Or a greeting.</param>
/// <param name="Pair">Or a pairing of the two: it ends.</param>
internal sealed record BlockNeighbour(Guid? Card, Guid? Greeting, Guid? Pair = null) : ICommand<Done>;

/// <summary>Whom the caller blocked.</summary>
internal sealed record MyBlocks : IQuery<IReadOnlyList<BlockLine>>;

/// <summary>A block.</summary>
internal sealed record BlockLine(Guid Id, string Nickname, DateTimeOffset At);

/// <summary>Undoes a block.</summary>
internal sealed record Unblock(Guid Id) : ICommand<Done>;

internal sealed class BlockNeighbourHandler(LinliDb db, CurrentCaller current, PairEnds ends, TimeProvider time)
    : IHandler<BlockNeighbour, Done>, IHandler<MyBlocks, IReadOnlyList<BlockLine>>, IHandler<Unblock, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/neighbours/people/{card:guid}/block", (Guid card, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new BlockNeighbour(card, null), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Block a neighbour 屏蔽");
        api.MapPost("/neighbours/greetings/{id:guid}/block", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new BlockNeighbour(null, id), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Block the other end of a greeting");
        api.MapPost("/pairings/{pair:guid}/block", (Guid pair, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new BlockNeighbour(null, null, pair), cancel))
            .Needs(NeighboursPermissions.Pair).WithTags("pairings").WithSummary("Block the other one of a pairing; it ends");
        api.MapGet("/neighbours/blocks", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyBlocks(), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Whom I blocked");
        api.MapDelete("/neighbours/blocks/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new Unblock(id), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Undo a block");
    }

    public async Task<Result<Done>> Handle(BlockNeighbour request, CancellationToken cancel)
    {
        var me = current.Value.Account!.Value;
        if (await Other(request, me, cancel) is not { } other || other == me)
            return FriendProblems.NoNeighbour;
        await db.Records<Greeting>().Where(g => (g.From == me && g.To == other) || (g.From == other && g.To == me)).ExecuteDeleteAsync(cancel);
        await ends.Between(me, other, me, cancel);
        if (await db.Records<Block>().AnyAsync(b => b.Account == me && b.Blocked == other, cancel))
            return Done.It;
        var now = Clock.Now(time);
        var nickname = await db.Unfiltered<Card>().Where(c => c.Account == other).Select(c => c.Nickname).SingleOrDefaultAsync(cancel);
        db.Records<Block>().Add(new() { Id = Guid.CreateVersion7(now), Account = me, Blocked = other, Nickname = nickname ?? "–", At = now });
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<BlockLine>>> Handle(MyBlocks request, CancellationToken cancel) =>
        await db.Records<Block>().Where(b => b.Account == current.Value.Account).OrderByDescending(b => b.At)
            .Select(b => new BlockLine(b.Id, b.Nickname, b.At)).ToListAsync(cancel);

    public async Task<Result<Done>> Handle(Unblock request, CancellationToken cancel) =>
        await db.Records<Block>().Where(b => b.Id == request.Id && b.Account == current.Value.Account).ExecuteDeleteAsync(cancel) == 0
            ? Problem.NotFound("neighbours.block_not_found", "没有找到这条屏蔽记录。", "This block was not found.")
            : Done.It;

    private async Task<Guid?> Other(BlockNeighbour request, Guid me, CancellationToken cancel) => request.Pair is { } pair
        ? await db.Unfiltered<Pair>().Where(p => p.Id == pair && (p.First == me || p.Second == me)).Select(p => (Guid?)(p.First == me ? p.Second : p.First)).SingleOrDefaultAsync(cancel)
        : request.Card is { } card
        ? await db.Unfiltered<Card>().Where(c => c.Id == card).Select(c => (Guid?)c.Account).SingleOrDefaultAsync(cancel)
        : await db.Records<Greeting>().Where(g => g.Id == request.Greeting && (g.From == me || g.To == me))
            .Select(g => (Guid?)(g.From == me ? g.To : g.From)).SingleOrDefaultAsync(cancel);
}
