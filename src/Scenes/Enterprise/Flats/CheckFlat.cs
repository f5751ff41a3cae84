using System.Text.Json.Serialization;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Flats;

/// <summary>The keeper writes down how everything is, at check-in or check-out (清点), and signs; what was there before the tenant signs is replaced.</summary>
/// <param name="Out">Check-out.</param>
/// <param name="Items">Every thing of the furnishing; at check-out every thing of check-in.</param>
internal sealed record RecordCheck(bool Out, IReadOnlyList<ItemFound> Items) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Tenancy { get; init; }

    public string? AuditSubject => Tenancy.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Items.Count > 100 || Items.Select(i => i.Order).Distinct().Count() != Items.Count)
            yield return Problem.Invalid("items", "enterprise.check_items", "每项只写一次，最多 100 项。", "Each thing once, at most 100.");
        for (var i = 0; i < Items.Count; i++)
        {
            if (!Enum.IsDefined(Items[i].Condition))
                yield return Problem.Invalid($"items[{i}].condition", "enterprise.check_condition", "请选择状况。", "Choose the condition.");
            if (!PlainText.TryCleanLine(Items[i].Note, 100, out _))
                yield return Problem.Invalid($"items[{i}].note", "enterprise.text", "说明不超过 100 个字。", "At most 100 characters.");
            if (Items[i].ChargeFen is < 0 or > 10_000_000 || (!Out && Items[i].ChargeFen != 0))
                yield return Problem.Invalid($"items[{i}].chargeFen", "enterprise.check_charge", "退租时才可扣款，0–100,000 元。", "Only check-out has charges, 0 to 100,000 yuan.");
        }
    }
}

/// <summary>A thing as it was found.</summary>
/// <param name="Order">Its number on the list.</param>
/// <param name="Condition">How it is.</param>
/// <param name="Note">A word, at most 100 characters.</param>
/// <param name="Photo">A photo uploaded before.</param>
/// <param name="ChargeFen">At check-out: what the deposit bears for it.</param>
internal sealed record ItemFound(int Order, ItemCondition Condition, string? Note = null, FileId? Photo = null, long ChargeFen = 0);

/// <summary>The tenant signs a check list: at check-in the tenancy begins, at check-out it is settled.</summary>
/// <param name="Tenancy">The contract.</param>
/// <param name="Out">Whether at check-out.</param>
/// <param name="Seen">When the list that was seen was written, UTC; a list that was changed since is not signed.</param>
internal sealed record SignCheck(Guid Tenancy, bool Out, DateTimeOffset? Seen = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Tenancy.ToString();
}

/// <summary>Settles a check-out that the tenant did not sign for seven days.</summary>
internal sealed record SettleUnsigned(Guid Tenancy) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Tenancy.ToString();
}

internal sealed class CheckFlatHandler(LinliDb db, FlatBook book, IFileStore files, FlatSettlement settlement) : IHandler<RecordCheck, Done>, IHandler<SignCheck, Done>, IHandler<SettleUnsigned, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/flats/tenancies/{id:guid}/check", (Guid id, RecordCheck request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Tenancy = id }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Check in or out 入住/退租清点");
        api.MapPost("/flats/tenancies/{id:guid}/check/sign", (Guid id, bool @out, UseCaseRunner run, CancellationToken cancel, DateTimeOffset? seen = null) => run.Answer(new SignCheck(id, @out, seen), cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Sign a check list 确认清点");
        api.MapPost("/flats/tenancies/{id:guid}/settle", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SettleUnsigned(id), cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Settle a check-out nobody signed 逾期未确认结算");
    }

    public async Task<Result<Done>> Handle(RecordCheck request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: false, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy.State != (request.Out ? TenancyState.Living : TenancyState.Signed))
            return Problem.Conflict("enterprise.check_state", request.Out ? "这份合同没有人居住，不能退租清点。" : "合同双方签约后、入住前才能清点。", request.Out ? "Nobody lives there by this contract." : "Check-in comes after both have signed.");
        var list = await Things(tenancy, request.Out, cancel);
        if (!list.Select(l => l.Order).ToHashSet().SetEquals(request.Items.Select(i => i.Order)))
            return Problem.Invalid("items", "enterprise.check_whole", $"请把清单上的 {list.Count} 项逐项写明。", $"Write down each of the {list.Count} things on the list.");
        var photos = request.Items.Select(i => i.Photo).OfType<FileId>().ToList();
        // Whoever puts a line right does not take the photos again.
        var kept = await db.Records<CheckedItem>().AsNoTracking().Where(i => i.Tenancy == tenancy.Id && i.Out == request.Out && i.Photo != null).ToDictionaryAsync(i => i.Order, i => i.Photo, cancel);
        await db.Records<CheckedItem>().Where(i => i.Tenancy == tenancy.Id && i.Out == request.Out).ExecuteDeleteAsync(cancel);
        if (photos.Count > 0 && await files.Attach(photos, FlatPhotos.Kind, tenancy.Id, ScopePath.Parse(tenancy.Scope, null), cancel, "items") is { Ok: false } refused)
            return refused;
        foreach (var thing in list)
        {
            var found = request.Items.First(i => i.Order == thing.Order);
            db.Records<CheckedItem>().Add(new()
            {
                Tenancy = tenancy.Id, Out = request.Out, Order = thing.Order, NameZh = thing.NameZh, NameEn = thing.NameEn, Count = thing.Count, Condition = found.Condition,
                Note = Settling.TalentRules.Line(found.Note, 1, 100), Photo = found.Photo ?? kept.GetValueOrDefault(thing.Order), ChargeFen = found.ChargeFen,
            });
        }

        if (request.Out)
            (tenancy.OutByKeeper, tenancy.MovedOut) = (book.Now, tenancy.MovedOut ?? book.Today);
        else
            tenancy.InByKeeper = book.Now;
        if (tenancy.Account is { } account)
            await book.Tell(
                account, "flat.check", request.Out ? ("请核对退租清单", "Look at the check-out list") : ("请核对入住清单", "Look at the check-in list"), ("管家已清点，请逐项核对并确认；有不同意见当面和管家改。", "The keeper wrote down how things are: look at each and sign, or have it put right."),
                "/enterprise/flats/mine", $"flat.check:{tenancy.Id:N}:{request.Out}:{book.Now:O}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(SignCheck request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: true, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if ((request.Out ? tenancy.OutByTenant : tenancy.InByTenant) is not null)
            return Done.It;
        if ((request.Out ? tenancy.OutByKeeper : tenancy.InByKeeper) is null || tenancy.State != (request.Out ? TenancyState.Living : TenancyState.Signed))
            return Problem.Conflict("enterprise.check_first", "管家还没有清点。", "The keeper has not checked yet.");
        if (request.Seen is { } seen && seen != (request.Out ? tenancy.OutByKeeper : tenancy.InByKeeper))
            return Problem.Conflict("enterprise.check_changed", "清单刚刚改过，请核对后再确认。", "The list was changed just now: look again before you sign.");
        if (request.Out)
        {
            tenancy.OutByTenant = book.Now;
            return await settlement.Settle(tenancy, cancel);
        }

        (tenancy.InByTenant, tenancy.State, tenancy.MovedIn) = (book.Now, TenancyState.Living, book.Today);
        book.Bill(tenancy, new(book.Today.Year, book.Today.Month, 1));
        if (tenancy.Replaces is { } before && await db.Unfiltered<Tenancy>().SingleAsync(t => t.Id == before, cancel) is { State: TenancyState.Living } old && (old.LeaveBy is null || old.LeaveBy > book.Today.AddDays(7)))
            (old.LeaveBy, old.LeaveReason) = (book.Today.AddDays(7), FlatRules.Moved);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(SettleUnsigned request, CancellationToken cancel)
    {
        var taken = await book.Take(request.Tenancy, mine: false, cancel);
        if (!taken.Ok)
            return taken.Problem;
        var tenancy = taken.Value;
        if (tenancy is not { State: TenancyState.Living, OutByKeeper: { } at })
            return Problem.Conflict("enterprise.check_first", "还没有退租清点。", "There was no check-out yet.");
        if (tenancy.Person is not null && (tenancy.LeaveBy ?? tenancy.Until) > book.Today)
            return Problem.Conflict("enterprise.check_running", "租期未到，也没有到腾退日期：须承租人确认。", "The contract still runs: only the tenant's signature ends it now.");
        return tenancy.Person is not null && at.AddDays(FlatRules.SilentDays) > book.Now
            ? Problem.Conflict("enterprise.check_wait", $"请等承租人确认；{FlatRules.SilentDays} 天没有回应才能结算。", $"Wait for the tenant: it is settled without them after {FlatRules.SilentDays} days.")
            : await settlement.Settle(tenancy, cancel);
    }

    private async Task<List<FlatKit>> Things(Tenancy tenancy, bool atOut, CancellationToken cancel)
    {
        if (atOut && await db.Records<CheckedItem>().AsNoTracking().Where(i => i.Tenancy == tenancy.Id && !i.Out).OrderBy(i => i.Order).ToListAsync(cancel) is { Count: > 0 } before)
            return before.ConvertAll(i => new FlatKit { Estate = tenancy.Estate, Layout = default, Order = i.Order, NameZh = i.NameZh, NameEn = i.NameEn, Count = i.Count });
        var layout = (await book.FlatOf(tenancy, cancel)).Layout;
        return await db.Records<FlatKit>().AsNoTracking().Where(k => k.Estate == tenancy.Estate && k.Layout == layout).OrderBy(k => k.Order).ToListAsync(cancel);
    }
}

/// <summary>Ends a tenancy with its money: the last rent by days, what is owed, what is broken, and the deposit back by compensation.</summary>
internal sealed class FlatSettlement(LinliDb db, FlatBook book, ILedger ledger)
{
    public async Task<Result<Done>> Settle(Tenancy tenancy, CancellationToken cancel)
    {
        var rents = await db.Unfiltered<FlatRent>().Where(r => r.Tenancy == tenancy.Id).OrderBy(r => r.Month).ToListAsync(cancel);
        if (await LastMonth(tenancy, rents, cancel) is { } stopped)
            return stopped;
        var estate = await db.Unfiltered<FlatEstate>().AsNoTracking().SingleAsync(e => e.Id == tenancy.Estate, cancel);
        var damage = await db.Records<CheckedItem>().Where(i => i.Tenancy == tenancy.Id && i.Out).SumAsync(i => i.ChargeFen, cancel);
        var left = tenancy.Deposit is null ? 0 : tenancy.DepositFen;
        var transfers = new List<Transfer>();
        var (deposits, takings) = (await book.Account(estate, "deposits", cancel), await book.Account(estate, "rent", cancel));
        var paid = new List<FlatRent>();
        // Whole months only: what the deposit no longer covers stays owed.
        foreach (var rent in rents.Where(r => r is { PaidAt: null, Fen: > 0 }))
            if (rent.Fen <= left)
            {
                left -= rent.Fen;
                paid.Add(rent);
                transfers.Add(Move(rent.Id.ToString("N"), "flat.rent", ($"押金抵租金 {rent.Month:yyyy-MM}", $"Rent of {rent.Month:yyyy-MM} out of the deposit"), rent.Fen));
            }

        var broken = Math.Min(left, damage);
        var back = left - broken;
        if (broken > 0)
            transfers.Add(Move($"damage-{tenancy.Id:N}", "flat.damage", ($"退租扣款 {tenancy.Number}", $"Damage at check-out {tenancy.Number}"), broken));
        if (transfers.Count > 0)
        {
            var posted = await ledger.PostAll(transfers, cancel);
            if (!posted.Ok)
                return posted.As<Done>();
            foreach (var (rent, at) in paid.Zip(posted.Value))
                (rent.PaidAt, rent.Payment, rent.Payer) = (book.Now, at.Id.Value, deposits.Value);
        }

        // Of somebody whose data were deleted nobody knows the wallet any more: the deposit stays where it is.
        if (back > 0 && tenancy.Person is null)
            back = 0;
        if (back > 0)
        {
            var returned = await ledger.Reverse(
                new(new(tenancy.Deposit!.Value), FlatBook.Poster, $"deposit-back-{tenancy.Id:N}", ($"退还押金 {tenancy.Number}", $"Deposit back {tenancy.Number}")) { Part = [Entry.From(deposits, new Fen(back)), Entry.To(new(tenancy.Payer!.Value), new Fen(back))] }, cancel);
            if (!returned.Ok)
                return returned.As<Done>();
        }

        (tenancy.State, tenancy.RefundFen) = (TenancyState.Ended, back);
        var flat = await book.FlatOf(tenancy, cancel);
        var broke = await db.Records<CheckedItem>().AnyAsync(i => i.Tenancy == tenancy.Id && i.Out && (i.Condition == ItemCondition.Damaged || i.Condition == ItemCondition.Missing), cancel);
        (flat.State, flat.Holder, flat.RepairNote) = (broke ? FlatState.Repair : FlatState.Free, null, broke ? "退租后修补" : null);
        if (tenancy.Account is { } account)
            await book.Tell(account, "flat.ended", ("退租已办结", "Your tenancy is settled"), ($"退还押金 {Yuan.Figure(back)} 元，明细见合同页。", $"{Yuan.Signed(back)} of the deposit came back; see the contract."), "/enterprise/flats/mine", $"flat.ended:{tenancy.Id:N}", cancel);
        return Done.It;

        Transfer Move(string key, string kind, Phrase memo, long fen) =>
            new(FlatBook.Poster, key, kind, memo, [Entry.From(deposits, new Fen(fen)), Entry.To(takings, new Fen(fen))]) { Subject = tenancy.Id.ToString() };
    }

    // The month of moving out is paid by days: what was paid for the days after comes back.
    private async Task<Problem?> LastMonth(Tenancy tenancy, List<FlatRent> rents, CancellationToken cancel)
    {
        if (tenancy is not { Person: not null, MovedOut: { } day, MovedIn: { } from })
            return null;
        var month = new DateOnly(day.Year, day.Month, 1);
        if (!rents.Exists(r => r.Month == month))
            rents.Add(book.Bill(tenancy, month));
        foreach (var rent in rents.Where(r => r.Month >= month))
        {
            var fen = FlatRules.RentOf(tenancy.RentFen, rent.Month, from, day);
            if (rent is { PaidAt: not null, Payment: { } payment, Payer: { } payer } && fen < rent.Fen)
            {
                var estate = await db.Unfiltered<FlatEstate>().AsNoTracking().SingleAsync(e => e.Id == tenancy.Estate, cancel);
                var takings = await book.Account(estate, "rent", cancel);
                var back = await ledger.Reverse(
                    new(new(payment), FlatBook.Poster, $"rent-back-{rent.Id:N}", ($"退租后退还租金 {rent.Month:yyyy-MM}", $"Rent of {rent.Month:yyyy-MM} for the days after"))
                    {
                        Part = [Entry.From(takings, new Fen(rent.Fen - fen)), Entry.To(new(payer), new Fen(rent.Fen - fen))],
                    }, cancel);
                if (!back.Ok)
                    return back.Problem;
            }

            rent.Fen = fen;
        }

        return null;
    }
}

/// <summary>Photos of a check are for the tenant and the keeper.</summary>
internal sealed class FlatPhotos(LinliDb db) : IFileGuard
{
    public const string Kind = "flat-check";

    public string SubjectKind => Kind;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) =>
        (caller.Person is { } person && await db.Unfiltered<Tenancy>().AnyAsync(t => t.Id == subject && t.Person == person, cancel))
        || await db.Scoped<Tenancy>(caller.ScopesFor(EnterprisePermissions.Flats)).AnyAsync(t => t.Id == subject, cancel);
}
