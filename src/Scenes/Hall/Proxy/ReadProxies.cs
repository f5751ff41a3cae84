using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Proxy;

/// <summary>Authorisations where the caller works, those that wait for a witness first; names masked.</summary>
internal sealed record ReadProxies : IQuery<IReadOnlyList<ProxyView>>;

/// <summary>Authorisations the caller gave, with what was done by them.</summary>
internal sealed record MyProxies : IQuery<IReadOnlyList<ProxyView>>;

/// <summary>An authorisation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="Principal">Who cannot come, masked.</param>
/// <param name="Agent">Who comes, masked.</param>
/// <param name="Items">For which items.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="State">How it stands.</param>
/// <param name="Mine">Whether the caller wrote it down, and so cannot confirm it.</param>
/// <param name="HasAccount">Whether the principal hears of it in the app.</param>
/// <param name="PrincipalSeenAt">When the network identity verified the principal, UTC; <c>null</c> where a document was shown.</param>
/// <param name="AgentSeenAt">… the agent.</param>
/// <param name="Used">Numbers of the cases it was used for.</param>
internal sealed record ProxyView(Guid Id, string Number, string Principal, string Agent, IReadOnlyList<Phrase> Items, DateOnly From, DateOnly Until, ProxyState State, bool Mine, bool HasAccount, DateTimeOffset? PrincipalSeenAt, DateTimeOffset? AgentSeenAt, IReadOnlyList<string> Used);

internal sealed class ReadProxiesHandler(LinliDb db, HallDesk desk) : IHandler<ReadProxies, IReadOnlyList<ProxyView>>, IHandler<MyProxies, IReadOnlyList<ProxyView>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/halls/proxies", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadProxies(), cancel)).Needs(HallPermissions.Proxies).WithTags("Hall").WithSummary("Authorisations 委托台账");
        api.MapGet("/halls/proxies/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyProxies(), cancel)).Needs(Access.SignedIn).WithTags("Hall").WithSummary("Authorisations I gave 我的委托");
    }

    public async Task<Result<IReadOnlyList<ProxyView>>> Handle(ReadProxies request, CancellationToken cancel) => await Views(
        await db.Scoped<ProxyRow>(desk.Caller.ScopesFor(HallPermissions.Proxies)).AsNoTracking().OrderBy(p => p.State != ProxyState.Waiting).ThenByDescending(p => p.At).Take(100).ToListAsync(cancel), cancel);

    public async Task<Result<IReadOnlyList<ProxyView>>> Handle(MyProxies request, CancellationToken cancel)
    {
        // One's own.
        var (account, person) = (desk.Caller.Account, desk.Caller.Person);
        return await Views(await db.Unfiltered<ProxyRow>().AsNoTracking().Where(p => (account != null && p.PrincipalAccount == account) || (person != null && p.PrincipalPerson == person)).OrderByDescending(p => p.At).Take(50).ToListAsync(cancel), cancel);
    }

    private async Task<List<ProxyView>> Views(List<ProxyRow> rows, CancellationToken cancel)
    {
        var (ids, codes) = (rows.ConvertAll(p => (Guid?)p.Id), rows.SelectMany(p => p.ItemCodes).Distinct().ToList());
        var names = await db.Unfiltered<ItemRow>().AsNoTracking().Where(i => codes.Contains(i.Code)).ToDictionaryAsync(i => i.Code, i => i.Name, cancel);
        var used = await db.Records<WayRow>().AsNoTracking().Where(w => ids.Contains(w.Proxy)).Join(db.Unfiltered<FileRow>(), w => w.Case, f => f.Case, (w, f) => new { w.Proxy, f.Number }).ToListAsync(cancel);
        return rows.ConvertAll(p => new ProxyView(
            p.Id, p.Number, p.PrincipalMask, p.AgentMask, [.. p.ItemCodes.Select(c => names.GetValueOrDefault(c, (c, c)))], p.From, p.Until, p.State, p.RecordedBy == desk.Caller.Account, p.PrincipalAccount is not null, p.PrincipalSeenAt, p.AgentSeenAt,
            [.. used.Where(u => u.Proxy == p.Id).Select(u => u.Number)]));
    }
}
