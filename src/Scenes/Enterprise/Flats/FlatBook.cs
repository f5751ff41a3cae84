using Linli.Bookings;
using Linli.Enterprise.Settling;
using Linli.Ledger;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Flats;

/// <summary>Gives out flats of an estate: draws, lets offers and unsigned contracts lapse, offers what is free to who is next. Again changes nothing.</summary>
internal sealed record MoveFlatsOn(Guid Estate) : ICommand<Done>;

/// <summary>Writes the rents of a month for those who live there, and tells who is late; each once.</summary>
internal sealed record BillRents(Guid Estate, DateOnly Month) : ICommand<int>;

internal sealed class MoveFlatsOnHandler(LinliDb db, FlatBook book) : IHandler<MoveFlatsOn, Done>, IHandler<BillRents, int>, IUseCase
{
    private const int Batch = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(MoveFlatsOn request, CancellationToken cancel)
    {
        await book.Lock(request.Estate, cancel);
        await book.MoveOn(await db.Unfiltered<FlatEstate>().SingleAsync(e => e.Id == request.Estate, cancel), cancel);
        return Done.It;
    }

    public async Task<Result<int>> Handle(BillRents request, CancellationToken cancel)
    {
        await book.Lock(request.Estate, cancel);
        var end = request.Month.AddMonths(1);
        var due = await db.Unfiltered<Tenancy>().AsNoTracking()
            .Where(t => t.Estate == request.Estate && t.State == TenancyState.Living && t.Person != null && t.MovedIn < end && (t.MovedOut == null || t.MovedOut >= request.Month) && !db.Unfiltered<FlatRent>().Any(r => r.Tenancy == t.Id && r.Month == request.Month))
            .OrderBy(t => t.Id).Take(Batch).ToListAsync(cancel);
        foreach (var tenancy in due)
            book.Bill(tenancy, request.Month);
        var (today, now) = (book.Today, book.Now);
        var late = await db.Unfiltered<FlatRent>().Where(r => r.Estate == request.Estate && r.PaidAt == null && r.DueOn < today && r.RemindedAt == null).OrderBy(r => r.Id).Take(Batch).ToListAsync(cancel);
        var lived = late.ConvertAll(r => r.Tenancy);
        var accounts = await db.Unfiltered<Tenancy>().Where(t => lived.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Account, cancel);
        foreach (var rent in late)
        {
            rent.RemindedAt = now;
            if (accounts[rent.Tenancy] is { } account)
                await book.Tell(account, "flat.rent_late", ("房租逾期了", "Your rent is overdue"), ($"{rent.Month:yyyy-MM} 的房租还没交，请尽快处理；有困难请联系管家。", $"The rent of {rent.Month:yyyy-MM} is not paid yet; tell the keeper if it is hard for you."), "/enterprise/flats/mine", $"flat.late:{rent.Id:N}", cancel);
        }

        return due.Count + late.Count;
    }
}

/// <summary>Looks after every estate: offers every minute, rents when a month begins. Where nothing is due, nothing is written.</summary>
internal sealed class WatchFlats(LinliDb db, UseCaseRunner run, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        foreach (var estate in await db.Unfiltered<FlatEstate>().AsNoTracking().Select(e => e.Id).ToListAsync(cancel))
        {
            if (await HasMoved(estate, now, cancel))
                await run.Run(new MoveFlatsOn(estate), cancel);
            await Bill(estate, today, cancel);
        }
    }

    private async Task<bool> HasMoved(Guid estate, DateTimeOffset now, CancellationToken cancel)
    {
        var rounds = db.Unfiltered<FlatRound>().Where(r => r.Estate == estate && r.ClosedAt == null);
        return await db.Unfiltered<Tenancy>().AnyAsync(t => t.Estate == estate && t.State == TenancyState.Draft && t.TenantSignedAt == null && t.SignBy <= now, cancel)
            || await rounds.AnyAsync(r => r.Way == FlatWay.Lottery && r.DrawnAt == null && r.ApplyUntil <= now, cancel)
            || await db.Unfiltered<FlatRequest>().AnyAsync(q => q.State == FlatRequestState.Offered && q.OfferedUntil <= now && rounds.Any(r => r.Id == q.Round), cancel)
            || (await db.Unfiltered<Flat>().AnyAsync(f => f.Estate == estate && f.State == FlatState.Free, cancel)
                && await db.Unfiltered<FlatRequest>().AnyAsync(q => q.State == FlatRequestState.Waiting && rounds.Any(r => r.Id == q.Round && (r.Way == FlatWay.Queue || r.DrawnAt != null)), cancel));
    }

    private async Task Bill(Guid estate, DateOnly today, CancellationToken cancel)
    {
        var living = db.Unfiltered<Tenancy>().Where(t => t.Estate == estate && t.State == TenancyState.Living && t.Person != null);
        var first = new DateOnly(today.Year, today.Month, 1);
        // After a standstill the months that were missed are caught up with, at most a year.
        for (var month = first.AddMonths(-12); month <= first; month = month.AddMonths(1))
        {
            var end = month.AddMonths(1);
            while (await living.AnyAsync(t => t.MovedIn < end && (t.MovedOut == null || t.MovedOut >= month) && !db.Unfiltered<FlatRent>().Any(r => r.Tenancy == t.Id && r.Month == month), cancel)
                || (month == first && await db.Unfiltered<FlatRent>().AnyAsync(r => r.Estate == estate && r.PaidAt == null && r.DueOn < today && r.RemindedAt == null, cancel)))
                if (await run.Run(new BillRents(estate, month), cancel) is not { Ok: true, Value: > 0 })
                    return;
        }
    }
}

/// <summary>The one place that gives flats to people. Whoever changes flats of an estate holds its lock.</summary>
internal sealed class FlatBook(LinliDb db, CurrentCaller current, TalentBook talent, INotices notices, ILedger ledger, Counters counters, TimeProvider time) : ITalentEnded
{
    public const string Poster = "enterprise.flats";

    public static readonly Problem NotLiving = Problem.Conflict("enterprise.not_living", "这份合同现在没有人居住。", "Nobody lives there by this contract now.");

    public static readonly Problem NoTenancy = Problem.NotFound("enterprise.no_tenancy", "没有找到这份合同，或不在您的范围内。", "There is no such contract, or it is not yours.");

    public DateTimeOffset Now => Clock.Now(time);

    public DateOnly Today => LocalTime.Today(time);

    public Caller Caller => current.Value;

    public Task Lock(Guid estate, CancellationToken cancel) => db.LockUntilCommit($"flats {estate}", cancel);

    public Task Tell(Guid account, string kind, Phrase title, Phrase body, string link, string key, CancellationToken cancel) => notices.Tell(account, kind, title, body, link, key, cancel);

    /// <summary>The highest rent of a flat by the rules of today; <c>null</c> where none hold.</summary>
    public async Task<(long Fen, TalentRule Rule)?> CapOf(Flat flat, CancellationToken cancel) =>
        await talent.InForce(ScopePath.Parse(flat.Scope, null), Today, cancel) is { } rule ? (TalentRules.Cap(rule, flat.AreaDm2), rule) : null;

    /// <summary>A tenancy that one may change, its estate locked and read again after it. Nobody keeps their own contract.</summary>
    public async Task<Result<Tenancy>> Take(Guid id, bool mine, CancellationToken cancel)
    {
        var person = Caller.Person;
        var known = mine
            ? person is null ? null : await db.Unfiltered<Tenancy>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.Person == person, cancel)
            : await db.Scoped<Tenancy>(Caller.ScopesFor(EnterprisePermissions.KeepFlats)).AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancel);
        if (known is null)
            return NoTenancy;
        if (!mine && known.Person is { } tenant && Caller.MayBe(tenant))
            return Problem.Forbidden("enterprise.contract_own", "不能代表出租方办理自己的合同。", "Nobody acts for the keeper in their own contract.");
        await Lock(known.Estate, cancel);
        return await db.Unfiltered<Tenancy>().SingleAsync(t => t.Id == id, cancel);
    }

    public Task<Flat> FlatOf(Tenancy tenancy, CancellationToken cancel) => db.Unfiltered<Flat>().SingleAsync(f => f.Id == tenancy.Flat, cancel);

    public async Task MoveOn(FlatEstate estate, CancellationToken cancel)
    {
        await CancelUnsigned(estate, cancel);
        var rounds = await db.Unfiltered<FlatRound>().Where(r => r.Estate == estate.Id && r.ClosedAt == null).OrderBy(r => r.At).ToListAsync(cancel);
        if (rounds.Count == 0)
            return;
        var ids = rounds.ConvertAll(r => r.Id);
        var requests = await db.Unfiltered<FlatRequest>().Where(r => ids.Contains(r.Round) && (r.State == FlatRequestState.Waiting || r.State == FlatRequestState.Offered || r.State == FlatRequestState.Taken)).ToListAsync(cancel);
        foreach (var round in rounds.Where(r => r is { Way: FlatWay.Lottery, DrawnAt: null } && r.ApplyUntil <= Now))
            Draw(round, requests);
        foreach (var late in requests.Where(r => r.State == FlatRequestState.Offered && r.OfferedUntil <= Now))
        {
            late.State = FlatRequestState.Lapsed;
            await Free(late.Flat!.Value, cancel);
        }

        if (!requests.Exists(r => r.State == FlatRequestState.Waiting))
            return;
        // A flat dearer than the rules of today allow is offered to nobody until its rent is put right.
        if (await talent.InForce(ScopePath.Parse(estate.Scope, null), Today, cancel) is not { } rule)
            return;
        var free = (await db.Unfiltered<Flat>().Where(f => f.Estate == estate.Id && (f.State == FlatState.Free || f.State == FlatState.Offered)).OrderBy(f => f.RentFen).ThenBy(f => f.Code).ToListAsync(cancel))
            .FindAll(f => f.RentFen <= TalentRules.Cap(rule, f.AreaDm2));
        foreach (var round in rounds.Where(r => r.Way == FlatWay.Queue || r.DrawnAt is not null).OrderBy(r => r.Way == FlatWay.Lottery ? 0 : 1))
            await Offer(estate, round, requests, free, cancel);
    }

    private async Task Offer(FlatEstate estate, FlatRound round, List<FlatRequest> requests, List<Flat> flats, CancellationToken cancel)
    {
        var given = requests.Count(r => r.Round == round.Id && r.State is (FlatRequestState.Taken or FlatRequestState.Offered));
        foreach (var request in FlatRules.InTurn(round, requests.Where(r => r.Round == round.Id && r.State == FlatRequestState.Waiting)).ToList())
        {
            if (given >= round.Places)
                return;
            if (await talent.GrantOf(request.Person, ScopePath.Parse(round.Scope, null), Today, cancel) is null)
            {
                request.State = FlatRequestState.NotEligible;
                continue;
            }

            if (flats.Find(f => FlatRules.Fits(f, request)) is not { } flat)
                continue;
            (flat.State, flat.Holder) = (FlatState.Offered, request.Id);
            (request.State, request.Flat, request.OfferedUntil) = (FlatRequestState.Offered, flat.Id, Now.AddHours(estate.OfferHours));
            given++;
            await Tell(
                request.Account, "flat.offer", ("人才公寓分到您了", "A flat is offered to you"), ($"{flat.Code}，请在 {LocalTime.ToLocal(request.OfferedUntil.Value):M月d日 HH:mm} 前确认，逾期给下一位。", $"{flat.Code}: take it before {LocalTime.ToLocal(request.OfferedUntil.Value):d MMM HH:mm}, or the next in turn gets it."),
                "/enterprise/flats", $"flat.offer:{request.Id:N}:{flat.Id:N}", cancel);
        }
    }

    private void Draw(FlatRound round, List<FlatRequest> requests)
    {
        var entered = requests.Where(r => r.Round == round.Id && r.State == FlatRequestState.Waiting).ToDictionary(r => r.Ticket);
        var rank = 0;
        foreach (var ticket in PublishedDraw.Order(round.Seed, Enumerable.Range(1, round.LastTicket)))
        {
            // Tickets of those who withdrew before keep their place in the record, so that anybody comes to the same order.
            rank++;
            if (entered.TryGetValue(ticket, out var request))
                request.Rank = rank;
        }

        round.DrawnAt = Now;
    }

    private async Task CancelUnsigned(FlatEstate estate, CancellationToken cancel)
    {
        var now = Now;
        foreach (var tenancy in await db.Unfiltered<Tenancy>().Where(t => t.Estate == estate.Id && t.State == TenancyState.Draft && t.TenantSignedAt == null && t.SignBy <= now).ToListAsync(cancel))
            await Cancel(tenancy, cancel);
    }

    /// <summary>Ends a contract that never came to be; the flat is free.</summary>
    public async Task Cancel(Tenancy tenancy, CancellationToken cancel)
    {
        tenancy.State = TenancyState.Cancelled;
        await Free(tenancy.Flat, cancel);
        // The place of the round goes to the next in turn, too.
        if (tenancy.Replaces is null && await db.Unfiltered<FlatRequest>().Where(r => r.Flat == tenancy.Flat && r.Person == tenancy.Person && r.State == FlatRequestState.Taken).OrderByDescending(r => r.At).FirstOrDefaultAsync(cancel) is { } given)
            given.State = FlatRequestState.Lapsed;
    }

    public async Task Free(Guid flat, CancellationToken cancel)
    {
        var row = await db.Unfiltered<Flat>().SingleAsync(f => f.Id == flat, cancel);
        (row.State, row.Holder) = (FlatState.Free, null);
    }

    /// <summary>Writes a contract for a flat, dearer never than the rules of the day allow; the estate is locked.</summary>
    public async Task<Result<Tenancy>> Draft(FlatEstate estate, Flat flat, Guid person, Guid account, TalentApplication grant, Guid? replaces, CancellationToken cancel)
    {
        if (await CapOf(flat, cancel) is not { } cap || flat.RentFen > cap.Fen)
            return Problem.Conflict("enterprise.rent_above_cap", $"{flat.Code} 的租金高于当天的限价，不能签约，请管家先调整。", $"The rent of {flat.Code} is above the cap of the day: the keeper has to put it right first.");
        var (from, month) = (Today, LocalTime.ToLocal(Now).ToString("yyMM", System.Globalization.CultureInfo.InvariantCulture));
        var until = from.AddMonths(estate.TermMonths).AddDays(-1);
        var tenancy = new Tenancy
        {
            Id = Guid.CreateVersion7(Now), Number = $"RC-{month}-{await counters.Next(db, $"flats/{month}", cancel):0000}", Estate = estate.Id, Flat = flat.Id, Scope = flat.Scope, Person = person, Account = account, Grant = grant.Id, From = from,
            Until = until > grant.Until ? grant.Until!.Value : until, RentFen = flat.RentFen, DepositFen = flat.RentFen * estate.DepositMonths, Layout = flat.Layout, AreaDm2 = flat.AreaDm2, NoticeDays = estate.NoticeDays, CapFen = cap.Fen, Rule = cap.Rule.Id, State = TenancyState.Draft, At = Now,
            SignBy = Now.AddHours(estate.OfferHours), Replaces = replaces,
        };
        db.Insert(tenancy);
        (flat.State, flat.Holder) = (FlatState.Offered, tenancy.Id);
        return tenancy;
    }

    /// <summary>Writes the rent of a month down; one of nothing is paid as it stands.</summary>
    public FlatRent Bill(Tenancy tenancy, DateOnly month)
    {
        var fen = FlatRules.RentOf(tenancy.RentFen, month, tenancy.MovedIn!.Value, tenancy.MovedOut);
        var rent = new FlatRent
        {
            Id = Guid.CreateVersion7(Now), Tenancy = tenancy.Id, Estate = tenancy.Estate, Scope = tenancy.Scope, Month = month, Fen = fen, DueOn = FlatRules.DueOn(month, tenancy.MovedIn.Value),
            PaidAt = fen == 0 ? Now : null,
        };
        db.Insert(rent);
        return rent;
    }

    public async Task<AccountId> Account(FlatEstate estate, string purpose, CancellationToken cancel) => await ledger.Open(
        new(new(OwnerKind.Operator, $"flats-{estate.Code}"), LedgerUnit.Fen, purpose, ScopePath.Parse(estate.Scope, null), null)
        {
            Label = purpose == "deposits" ? ($"{estate.NameZh}押金", $"{estate.NameEn}: deposits") : ($"{estate.NameZh}租金", $"{estate.NameEn}: rent"),
        }, cancel);

    /// <summary>Eligibility ended: requests fall out, and whoever lives there has until the day to move out.</summary>
    public async Task Ended(TalentApplication application, DateOnly leaveBy, CancellationToken cancel)
    {
        var person = application.Person;
        var estates = await db.Unfiltered<Tenancy>().Where(t => t.Person == person).Select(t => t.Estate).ToListAsync(cancel);
        var rounds = await db.Unfiltered<FlatRequest>().Where(r => r.Person == person).Select(r => r.Round).ToListAsync(cancel);
        estates.AddRange(await db.Unfiltered<FlatRound>().Where(r => rounds.Contains(r.Id)).Select(r => r.Estate).ToListAsync(cancel));
        foreach (var estate in estates.Distinct().Order())
            await Lock(estate, cancel);
        foreach (var request in await db.Unfiltered<FlatRequest>().Where(r => r.Person == person && (r.State == FlatRequestState.Waiting || r.State == FlatRequestState.Offered)).ToListAsync(cancel))
        {
            if (request is { State: FlatRequestState.Offered, Flat: { } flat })
                await Free(flat, cancel);
            request.State = FlatRequestState.NotEligible;
        }

        foreach (var tenancy in await db.Unfiltered<Tenancy>().Where(t => t.Person == person && (t.State == TenancyState.Draft || t.State == TenancyState.Signed || t.State == TenancyState.Living)).ToListAsync(cancel))
            if (tenancy is { State: TenancyState.Draft, TenantSignedAt: null })
                await Cancel(tenancy, cancel);
            else if (tenancy.LeaveBy is null || tenancy.LeaveBy > leaveBy)
                (tenancy.LeaveBy, tenancy.LeaveReason) = (leaveBy, FlatRules.EligibilityEnded);
    }

    /// <summary>The end was taken back: whoever was to leave for it stays. Requests that fell out are made anew.</summary>
    public async Task Restored(TalentApplication application, CancellationToken cancel)
    {
        var person = application.Person;
        var leaving = db.Unfiltered<Tenancy>().Where(t => t.Person == person && t.LeaveReason == FlatRules.EligibilityEnded && (t.State == TenancyState.Draft || t.State == TenancyState.Signed || t.State == TenancyState.Living));
        foreach (var estate in await leaving.Select(t => t.Estate).Distinct().Order().ToListAsync(cancel))
            await Lock(estate, cancel);
        foreach (var tenancy in await leaving.ToListAsync(cancel))
            (tenancy.LeaveBy, tenancy.LeaveReason) = (null, null);
    }
}
