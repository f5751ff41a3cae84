using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>Accounts of other houses that open the caller's account, and those that could.</summary>
internal sealed record MyOutsideAccounts : IQuery<OutsideAccounts>;

/// <summary>Both lists.</summary>
/// <param name="Linked">Linked accounts, oldest first.</param>
/// <param name="Offered">Houses whose account could be linked.</param>
/// <param name="HasOtherWay">Whether the caller gets in without any of them.</param>
internal sealed record OutsideAccounts(IReadOnlyList<LinkOfMine> Linked, IReadOnlyList<HouseLine> Offered, bool HasOtherWay);

/// <summary>A linked account.</summary>
/// <param name="Id">Id of the link.</param>
/// <param name="Provider">Code of the house.</param>
/// <param name="Name">Its name.</param>
/// <param name="Verified">Whether the house vouches for a real, verified person.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="LastUsedAt">Last sign-in by it, UTC.</param>
internal sealed record LinkOfMine(Guid Id, string Provider, Phrase Name, bool Verified, DateTimeOffset At, DateTimeOffset? LastUsedAt);

/// <summary>A house whose accounts may be used.</summary>
/// <param name="Code">Part of addresses.</param>
/// <param name="Name">What people read.</param>
/// <param name="ResultOnly">Whether it says nothing but that a person was verified.</param>
/// <param name="Simulated">Whether it is the demo's simulator.</param>
internal sealed record HouseLine(string Code, Phrase Name, bool ResultOnly, bool Simulated);

internal sealed class MyOutsideAccountsHandler(LinliDb db, CurrentCaller current) : IHandler<MyOutsideAccounts, OutsideAccounts>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/outside-accounts", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyOutsideAccounts(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Accounts of other houses that open mine");
        api.MapGet("/sign-in/providers", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListHouses(), cancel))
            .Needs(Access.Public).WithTags("sign-in").WithSummary("Houses whose accounts may be used: send the browser to /sign-in/with/{code}");
    }

    public async Task<Result<OutsideAccounts>> Handle(MyOutsideAccounts request, CancellationToken cancel)
    {
        if (await db.Records<Account>().AsNoTracking().Include(a => a.Person).SingleOrDefaultAsync(a => a.Id == current.Value.Account, cancel) is not { } account)
            return Problem.Forbidden("machines_have_no_profile", "接口密钥没有个人资料。", "A machine's key has no profile.");
        var houses = await db.Records<OutsideProvider>().AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancel);
        var links = await db.Records<OutsideLink>().AsNoTracking().Where(l => l.AccountId == account.Id).OrderBy(l => l.At).ToListAsync(cancel);
        var names = houses.ToDictionary(h => h.Code, h => h.Name);
        return new OutsideAccounts(
            links.ConvertAll(l => new LinkOfMine(l.Id, l.Provider, names[l.Provider], l.Verified, l.At, l.LastUsedAt)),
            [.. houses.Where(h => h.Active && (account.Kind == AccountKind.Resident || h.ForStaff) && !links.Exists(l => l.Provider == h.Code)).Select(ListHousesHandler.Line)],
            WaysIn.HasOther(account));
    }
}

/// <summary>Houses whose accounts may be used to sign in.</summary>
internal sealed record ListHouses : IQuery<IReadOnlyList<HouseLine>>;

internal sealed class ListHousesHandler(LinliDb db) : IHandler<ListHouses, IReadOnlyList<HouseLine>>
{
    public static HouseLine Line(OutsideProvider provider) => new(provider.Code, provider.Name, provider.ResultOnly, provider.IsSimulator);

    public async Task<Result<IReadOnlyList<HouseLine>>> Handle(ListHouses request, CancellationToken cancel) =>
        (await db.Records<OutsideProvider>().AsNoTracking().Where(p => p.Active).OrderBy(p => p.Code).ToListAsync(cancel)).ConvertAll(Line);
}

/// <summary>What lets a person in besides accounts of other houses.</summary>
internal static class WaysIn
{
    public static bool HasOther(Account account) => account.Kind == AccountKind.Resident ? account.Person!.Phone is not null : account.PasswordHash is not null;
}

/// <summary>Unlinks an account of another house; the last way in stays.</summary>
/// <param name="Id">Id of the link.</param>
internal sealed record UnlinkOutside(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class UnlinkOutsideHandler(LinliDb db, CurrentCaller current, ISensitiveActs acts) : IHandler<UnlinkOutside, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/me/outside-accounts/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new UnlinkOutside(id), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Unlink an account of another house");

    public async Task<Result<Done>> Handle(UnlinkOutside request, CancellationToken cancel)
    {
        var links = await db.Records<OutsideLink>().Where(l => l.AccountId == current.Value.Account).ToListAsync(cancel);
        if (links.Find(l => l.Id == request.Id) is not { } link)
            return Problem.NotFound("link_not_found", "没有这个关联，也许已经解除。", "There is no such link: it may have been removed already.");
        if (await acts.Hindrance(cancel) is { } wait)
            return wait;
        var account = await db.Records<Account>().AsNoTracking().Include(a => a.Person).SingleAsync(a => a.Id == link.AccountId, cancel);
        if (links.Count == 1 && !WaysIn.HasOther(account))
            return Problem.Conflict("link_is_last", "这是您唯一的登录方式，请先登记手机号。", "This is your only way in: add a phone number first.");
        await db.Records<OutsideSession>().Where(s => s.LinkId == link.Id).ExecuteDeleteAsync(cancel);
        db.Records<OutsideLink>().Remove(link);
        return Done.It;
    }
}
