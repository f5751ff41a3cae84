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

/// <summary>Greetings the caller sent and got, the newest first; a contact stands on accepted ones only.</summary>
internal sealed record MyGreetings : IQuery<IReadOnlyList<GreetingLine>>;

/// <summary>A greeting and the card at its other end.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sent">Sent by the caller, or got.</param>
/// <param name="Nickname">The other's nickname.</param>
/// <param name="Interests">Codes of the other's interests.</param>
/// <param name="Community">The other's community.</param>
/// <param name="About">The other's sentence; only on greetings that the caller got, and on accepted ones.</param>
/// <param name="Text">What was written.</param>
/// <param name="At">When, UTC.</param>
/// <param name="State">waiting, accepted or declined.</param>
/// <param name="Contact">What the other chose to share; on accepted greetings only.</param>
internal sealed record GreetingLine(
    Guid Id, bool Sent, string Nickname, IReadOnlyList<string> Interests, Phrase Community, string? About, string Text, DateTimeOffset At,
    GreetingState State, string? Contact);

internal sealed class MyGreetingsHandler(LinliDb db, CurrentCaller current, IScopeTree tree, FieldCipher cipher)
    : IHandler<MyGreetings, IReadOnlyList<GreetingLine>>, IUseCase
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/neighbours/greetings", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyGreetings(), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Greetings I sent and got");

    public async Task<Result<IReadOnlyList<GreetingLine>>> Handle(MyGreetings request, CancellationToken cancel)
    {
        var me = current.Value.Account;
        var rows = await db.Records<Greeting>().AsNoTracking().Where(g => g.From == me || g.To == me)
            .Join(db.Unfiltered<Card>(), g => g.From == me ? g.To : g.From, c => c.Account, (g, c) => new { g, c })
            .OrderByDescending(x => x.g.At).Take(Most).ToListAsync(cancel);
        return rows.ConvertAll(x => Line(x.g, x.c, x.g.From == me));
    }

    private GreetingLine Line(Greeting greeting, Card other, bool sent)
    {
        var accepted = greeting.State == GreetingState.Accepted;
        return new(
            greeting.Id, sent, other.Nickname, Interests.Split(other.Interests), tree.Find(ScopePath.Parse(other.Scope, null))?.Name ?? default,
            accepted || !sent ? other.About : null, greeting.Text, greeting.At, greeting.State, accepted ? cipher.Open(other.Contact) : null);
    }
}
