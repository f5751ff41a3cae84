using Linli.Enterprise.Settling;
using Linli.Ledger;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Flats;

/// <summary>The tenant signs (签约) and pays the deposit from the own wallet.</summary>
/// <param name="Tenancy">One's own contract.</param>
/// <param name="SeenFen">The rent that was shown, in fen.</param>
internal sealed record SignAsTenant(Guid Tenancy, long SeenFen) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Tenancy.ToString();
}

/// <summary>The keeper signs; the rent is looked at once more by the rules of that day.</summary>
/// <param name="Tenancy">Which contract.</param>
internal sealed record SignAsKeeper(Guid Tenancy) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Tenancy.ToString();
}

/// <summary>Calls a contract off before moving in, by either side; what was paid comes back.</summary>
/// <param name="Tenancy">Which contract.</param>
/// <param name="AsKeeper">Whether the keeper does.</param>
internal sealed record CallOffContract(Guid Tenancy, bool AsKeeper = false) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Tenancy.ToString();
}

/// <summary>A contract to be read, printed and followed, for its tenant and the keeper.</summary>
internal sealed record ReadTenancy(Guid Tenancy) : IQuery<TenancyShown>;

/// <summary>A contract with what became of it.</summary>
internal sealed record TenancyShown(
    Guid Id, string Number, Phrase Estate, string Flat, Guid FlatId, FlatLayout Layout, decimal Area, string Tenant, bool Mine, DateOnly From, DateOnly Until, DateOnly? OfferedUntil, long RentFen, long DepositFen, long CapFen, int? RuleVersion, TenancyState State,
    DateTimeOffset? SignBy, DateTimeOffset? TenantSignedAt, DateTimeOffset? KeeperSignedAt, string? Keeper, DateTimeOffset? InByKeeper, DateTimeOffset? InByTenant, DateOnly? MovedIn, DateOnly? LeaveBy, string? LeaveReason,
    DateTimeOffset? OutByKeeper, DateTimeOffset? OutByTenant, DateOnly? MovedOut, long? RefundFen, int NoticeDays, IReadOnlyList<ItemShown> In, IReadOnlyList<ItemShown> Out, IReadOnlyList<RentShown> Rents, IReadOnlyList<KitLine> Kit);

/// <summary>A thing as it was found.</summary>
internal sealed record ItemShown(int Order, Phrase Name, int Count, ItemCondition Condition, string? Note, Guid? Photo, long ChargeFen, ItemCondition? Before);

/// <summary>A thing of the furnishing.</summary>
internal sealed record KitLine(int Order, Phrase Name, int Count);

/// <summary>The rent of a month.</summary>
internal sealed record RentShown(Guid Id, DateOnly Month, long Fen, DateOnly DueOn, DateTimeOffset? PaidAt, bool Late);

internal sealed class SignContractHandler(LinliDb db, FlatBook book, TalentBook talent, ILedger ledger, ICareLists register, IPeople people)
    : IHandler<SignAsTenant, Done>, IHandler<SignAsKeeper, Done>, IHandler<CallOffContract, Done>, IHandler<ReadTenancy, TenancyShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/flats/tenancies/{id:guid}/sign", (Guid id, long seenFen, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SignAsTenant(id, seenFen), cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Sign as the tenant, and pay the deposit 承租人签约");
        api.MapPost("/flats/tenancies/{id:guid}/countersign", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SignAsKeeper(id), cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Sign as the keeper 出租方签约");
        api.MapPost("/flats/tenancies/{id:guid}/call-off", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CallOffContract(id), cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Call a contract off before moving in 放弃签约");
        api.MapPost("/flats/tenancies/{id:guid}/call-off-as-keeper", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CallOffContract(id, AsKeeper: true), cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Call a contract off as the keeper; the deposit goes back 取消合同");
        api.MapGet("/flats/tenancies/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadTenancy(id), cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("A contract with its rents and check lists");
    }

    public async Task<Result<Done>> Handle(SignAsTenant request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: true, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy.TenantSignedAt is not null)
            return Done.It;
        if (tenancy.State != TenancyState.Draft || tenancy.SignBy <= book.Now)
            return Problem.Conflict("enterprise.sign_late", "签约时间已过，房源已给下一位。", "The time to sign is over: the flat goes to the next in turn.");
        if (request.SeenFen != tenancy.RentFen)
            return Problem.Conflict("enterprise.rent_changed", $"租金是每月 {Yuan.Figure(tenancy.RentFen)} 元，请核对后再签。", $"The rent is {Yuan.Signed(tenancy.RentFen)} a month: look again before you sign.");
        if (tenancy.DepositFen > 0)
        {
            var person = tenancy.Person!.Value;
            if (await ledger.WalletShort(person, new(tenancy.DepositFen), "/enterprise/flats/mine", isSelf: true, cancel) is { } shortage)
                return shortage;
            var estate = await db.Unfiltered<FlatEstate>().AsNoTracking().SingleAsync(e => e.Id == tenancy.Estate, cancel);
            var (wallet, deposits) = (await ledger.Wallet(person, LedgerUnit.Fen, cancel), await book.Account(estate, "deposits", cancel));
            var paid = await ledger.Post(
                new(FlatBook.Poster, $"deposit-{tenancy.Id:N}", "flat.deposit", ($"人才公寓押金 {tenancy.Number}", $"Deposit of flat {tenancy.Number}"), [Entry.From(wallet, new Fen(tenancy.DepositFen)), Entry.To(deposits, new Fen(tenancy.DepositFen))])
                {
                    Subject = tenancy.Id.ToString(),
                }, cancel);
            if (!paid.Ok)
                return paid.As<Done>();
            (tenancy.Deposit, tenancy.Payer) = (paid.Value.Id.Value, wallet.Value);
        }

        tenancy.TenantSignedAt = book.Now;
        return await Conclude(tenancy, cancel);
    }

    public async Task<Result<Done>> Handle(SignAsKeeper request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: false, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy.KeeperSignedAt is not null)
            return Done.It;
        if (tenancy.State != TenancyState.Draft || tenancy.Person is not { } tenant)
            return Problem.Conflict("enterprise.contract_state", "这份合同已不能签。", "This contract can no longer be signed.");
        if (await talent.GrantOf(tenant, ScopePath.Parse(tenancy.Scope, null), book.Today, cancel) is null)
            return Problem.Conflict("enterprise.not_eligible", "承租人的人才资格已到期或终止，请取消合同，押金退回。", "The tenant is no longer recognised as talent: call the contract off, and the deposit goes back.");
        var flat = await book.FlatOf(tenancy, cancel);
        if (await book.CapOf(flat, cancel) is not { } cap || tenancy.RentFen > cap.Fen)
            return Problem.Conflict("enterprise.rent_above_cap", "租金高于当天的限价，不能签约。", "The rent is above the cap of the day: it cannot be signed.");
        (tenancy.CapFen, tenancy.Rule, tenancy.KeeperSignedAt, tenancy.KeeperSignedBy) = (cap.Fen, cap.Rule.Id, book.Now, book.Caller.Account);
        return await Conclude(tenancy, cancel);
    }

    private async Task<Result<Done>> Conclude(Tenancy tenancy, CancellationToken cancel)
    {
        if (tenancy.TenantSignedAt is null || tenancy.KeeperSignedAt is null)
            return Done.It;
        tenancy.State = TenancyState.Signed;
        (await book.FlatOf(tenancy, cancel)).State = FlatState.Let;
        if (tenancy.Account is { } account)
            await book.Tell(account, "flat.signed", ("合同已生效", "Your contract is concluded"), ("双方已签约，请和管家约时间清点入住。", "Both have signed: agree with the keeper when to check in."), "/enterprise/flats/mine", $"flat.signed:{tenancy.Id:N}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CallOffContract request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: !request.AsKeeper, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy.State is TenancyState.Cancelled)
            return Done.It;
        if (tenancy.State is not (TenancyState.Draft or TenancyState.Signed))
            return Problem.Conflict("enterprise.moved_in", "已入住，请办退租。", "Somebody lives there already: give notice instead.");
        if (tenancy is { Deposit: { } deposit, Person: not null })
        {
            var back = await ledger.Reverse(new(new(deposit), FlatBook.Poster, $"deposit-back-{tenancy.Id:N}", ($"未入住，退还押金 {tenancy.Number}", $"Not moved in: deposit back {tenancy.Number}")), cancel);
            if (!back.Ok)
                return back.As<Done>();
            tenancy.RefundFen = tenancy.DepositFen;
        }

        await book.Cancel(tenancy, cancel);
        if (request.AsKeeper && tenancy.Account is { } account)
            await book.Tell(account, "flat.called_off", ("合同已取消", "Your contract was called off"), tenancy.RefundFen is null ? ("出租方取消了合同，没有收过押金；有疑问请联系管家。", "The keeper called it off; no deposit had been paid. Ask the keeper why.") : ("出租方取消了合同，押金已退回；有疑问请联系管家。", "The keeper called it off and the deposit came back: ask the keeper why."), "/enterprise/flats/mine", $"flat.off:{tenancy.Id:N}", cancel);
        return Done.It;
    }

    public async Task<Result<TenancyShown>> Handle(ReadTenancy request, CancellationToken cancel)
    {
        if (await db.Unfiltered<Tenancy>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.Tenancy, cancel) is not { } t)
            return FlatBook.NoTenancy;
        var mine = book.Caller.Person is { } me && me == t.Person;
        if (!mine && !book.Caller.May(EnterprisePermissions.Flats, t.Scope))
            return FlatBook.NoTenancy;
        var estate = await db.Unfiltered<FlatEstate>().AsNoTracking().SingleAsync(e => e.Id == t.Estate, cancel);
        var flat = await db.Unfiltered<Flat>().AsNoTracking().SingleAsync(f => f.Id == t.Flat, cancel);
        var version = t.Rule is { } rule ? await db.Unfiltered<Settling.TalentRule>().Where(r => r.Id == rule).Select(r => (int?)r.Version).SingleOrDefaultAsync(cancel) : null;
        var items = await db.Records<CheckedItem>().AsNoTracking().Where(i => i.Tenancy == t.Id).OrderBy(i => i.Order).ToListAsync(cancel);
        var rents = await db.Unfiltered<FlatRent>().AsNoTracking().Where(r => r.Tenancy == t.Id).OrderByDescending(r => r.Month).ToListAsync(cancel);
        var kit = await db.Records<FlatKit>().AsNoTracking().Where(k => k.Estate == t.Estate && k.Layout == t.Layout).OrderBy(k => k.Order).ToListAsync(cancel);
        // One's own name on one's own contract; everybody else sees the mask.
        var tenant = t.Person is { } person ? (await register.NamesOf([person], masked: !mine, cancel)).GetValueOrDefault(person, "—") : "—";
        var keeper = t.KeeperSignedBy is { } by ? (await people.NamesOf([by], cancel)).GetValueOrDefault(by) : null;
        return new TenancyShown(
            t.Id, t.Number, estate.Name, flat.Code, flat.Id, t.Layout, t.AreaDm2 / 100m, tenant, mine, t.From, t.Until, t.OfferedUntil, t.RentFen, t.DepositFen, t.CapFen, version, t.State, t.SignBy, t.TenantSignedAt, t.KeeperSignedAt, keeper, t.InByKeeper,
            t.InByTenant, t.MovedIn, t.LeaveBy, t.LeaveReason, t.OutByKeeper, t.OutByTenant, t.MovedOut, t.RefundFen, t.NoticeDays, List(items, false), List(items, true),
            [.. rents.Select(r => new RentShown(r.Id, r.Month, r.Fen, r.DueOn, r.PaidAt, r.PaidAt is null && r.DueOn < book.Today))], [.. kit.Select(k => new KitLine(k.Order, (k.NameZh, k.NameEn), k.Count))]);
    }

    private static List<ItemShown> List(List<CheckedItem> items, bool atOut) =>
        [.. items.Where(i => i.Out == atOut).Select(i => new ItemShown(
            i.Order, (i.NameZh, i.NameEn), i.Count, i.Condition, i.Note, i.Photo?.Value, i.ChargeFen, atOut ? items.Find(b => !b.Out && b.Order == i.Order)?.Condition : null))];
}
