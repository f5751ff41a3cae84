using System.Text.Json.Serialization;
using Linli.Enterprise.Settling;
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

/// <summary>Asks for a flat in a round (报名人才公寓); one request for each person, whatever phone it comes from.</summary>
/// <param name="Layout">The layout one would like; any when left out.</param>
internal sealed record AskForFlat(FlatLayout? Layout = null) : ICommand<MyFlatRequest>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Round { get; init; }

    public string? AuditSubject => Round.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Layout is { } layout && !Enum.IsDefined(layout))
            yield return Problem.Invalid("layout", "enterprise.flat_layout", "请选择户型。", "Choose a layout.");
    }
}

/// <summary>Takes the flat that is offered: a contract is written, to be signed by both.</summary>
/// <param name="Request">One's own.</param>
internal sealed record TakeFlat(Guid Request) : ICommand<Guid>, IAudited
{
    public string? AuditSubject => Request.ToString();
}

/// <summary>Declines an offer or leaves the queue; the next in turn is asked.</summary>
/// <param name="Request">One's own.</param>
internal sealed record LeaveFlatQueue(Guid Request) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Request.ToString();
}

/// <summary>The caller's eligibility, requests and contracts.</summary>
internal sealed record MyFlats : IQuery<MyFlatsShown>;

/// <summary>What somebody has to do with flats.</summary>
/// <param name="GoodUntil">Until when they are recognised; <c>null</c> where they are not.</param>
/// <param name="Category">By which category.</param>
/// <param name="Area">Largest flat of it, square metres.</param>
/// <param name="Requests">Their requests, the newest first.</param>
/// <param name="Tenancy">The contract that runs, or the last one.</param>
/// <param name="Others">Their other contracts, the newest first: after a transfer two run for a while.</param>
internal sealed record MyFlatsShown(DateOnly? GoodUntil, Phrase? Category, decimal? Area, IReadOnlyList<MyFlatRequest> Requests, Guid? Tenancy, IReadOnlyList<MyContract> Others);

/// <summary>A contract of one's own.</summary>
internal sealed record MyContract(Guid Id, string Number, string Flat, TenancyState State);

/// <summary>A request as its person sees it.</summary>
internal sealed record MyFlatRequest(Guid Id, Guid Round, Phrase Name, FlatWay Way, int Ticket, FlatRequestState State, int? Rank, int Ahead, string? Flat, FlatLayout? Layout, decimal? Area, long? RentFen, DateTimeOffset? OfferedUntil);

internal sealed class AskForFlatHandler(LinliDb db, FlatBook book, TalentBook talent, IActingFor family)
    : IHandler<AskForFlat, MyFlatRequest>, IHandler<TakeFlat, Guid>, IHandler<LeaveFlatQueue, Done>, IHandler<MyFlats, MyFlatsShown>, IUseCase
{
    private static readonly Problem NotMine = Problem.NotFound("enterprise.no_flat_request", "没有找到您的报名。", "Your request was not found.");

    private static readonly TenancyState[] Running = [TenancyState.Draft, TenancyState.Signed, TenancyState.Living];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/flats/rounds/{id:guid}/requests", (Guid id, AskForFlat request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Round = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Ask for a flat 报名人才公寓");
        api.MapPost("/flats/requests/{id:guid}/take", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new TakeFlat(id), cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Take the flat that is offered 确认选房");
        api.MapPost("/flats/requests/{id:guid}/leave", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeaveFlatQueue(id), cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("Decline, or leave the queue 放弃");
        api.MapGet("/flats/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyFlats(), cancel))
            .Needs(Access.SignedIn).WithTags("Flats").WithSummary("My flat");
    }

    public async Task<Result<MyFlatRequest>> Handle(AskForFlat request, CancellationToken cancel)
    {
        if (await db.Unfiltered<FlatRound>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Round, cancel) is not { } known)
            return Problem.NotFound("enterprise.no_round", "没有这一轮。", "There is no such round.");
        if (book.Caller.Account is not { } account || await family.Self(cancel) is not { } person)
            return Problem.Forbidden("enterprise.person_unknown", "请先完成实名认证，再申请。", "Prove first who you are, then apply.");
        // First the person, then the estate: everybody takes them in this order.
        await db.LockUntilCommit($"flats.person {person}", cancel);
        await book.Lock(known.Estate, cancel);
        var round = await db.Unfiltered<FlatRound>().SingleAsync(r => r.Id == known.Id, cancel);
        if (await db.Unfiltered<FlatRequest>().SingleOrDefaultAsync(r => r.Round == round.Id && r.Person == person && (r.State == FlatRequestState.Waiting || r.State == FlatRequestState.Offered), cancel) is { } mine)
            return (await Show([mine], cancel))[0];
        if (round.ClosedAt is not null || round.ApplyUntil <= book.Now || (round.Way == FlatWay.Lottery && round.DrawnAt is not null))
            return Problem.Conflict("enterprise.round_over", "这一轮的报名已经结束。", "Applications of this round are over.");
        if (await talent.GrantOf(person, ScopePath.Parse(round.Scope, null), book.Today, cancel) is not { } good)
            return Problem.Forbidden("enterprise.not_eligible", "人才公寓给已认定的人才，请先申请认定。", "These flats are for people recognised as talent: apply for that first.") with { Link = "/enterprise/talent" };
        if (await db.Unfiltered<FlatRequest>().AnyAsync(r => r.Person == person && (r.State == FlatRequestState.Waiting || r.State == FlatRequestState.Offered), cancel))
            return Problem.Conflict("enterprise.flat_asked", "您已在另一轮报名，一人一份。", "You are in another round already: one request for each person.");
        if (await db.Unfiltered<Tenancy>().AnyAsync(t => t.Person == person && Running.Contains(t.State), cancel))
            return Problem.Conflict("enterprise.flat_had", "您已有一份人才公寓合同；要换房请联系管家。", "You have a contract for a flat already; to change it, speak with the keeper.");
        var row = new FlatRequest
        {
            Id = Guid.CreateVersion7(book.Now), Round = round.Id, Scope = round.Scope, Ticket = ++round.LastTicket, Person = person, Account = account, Grant = good.Grant.Id, Priority = good.Category.Priority, AreaDm2 = good.Category.AreaDm2,
            Layout = request.Layout, State = FlatRequestState.Waiting, At = book.Now,
        };
        db.Insert(row);
        return (await Show([row], cancel))[0];
    }

    public async Task<Result<Guid>> Handle(TakeFlat request, CancellationToken cancel)
    {
        if (await Mine(request.Request, cancel) is not { } mine)
            return NotMine;
        if (mine.State == FlatRequestState.Taken && await db.Unfiltered<Tenancy>().AsNoTracking().SingleOrDefaultAsync(t => t.Person == mine.Person && t.Flat == mine.Flat && Running.Contains(t.State), cancel) is { } had)
            return had.Id;
        // A second too late is too late: the next in turn may have been asked already.
        if (mine.State != FlatRequestState.Offered || mine.OfferedUntil <= book.Now)
            return Problem.Conflict("enterprise.no_offer", "没有待确认的房源，或已过期。", "No flat is offered to you, or the time is over.");
        var flat = await db.Unfiltered<Flat>().SingleAsync(f => f.Id == mine.Flat, cancel);
        if (await talent.GrantOf(mine.Person, ScopePath.Parse(mine.Scope, null), book.Today, cancel) is not { } good)
            return Problem.Forbidden("enterprise.not_eligible", "您的人才资格已到期或终止。", "You are no longer recognised as talent.") with { Link = "/enterprise/talent" };
        var estate = await db.Unfiltered<FlatEstate>().SingleAsync(e => e.Id == flat.Estate, cancel);
        var tenancy = await book.Draft(estate, flat, mine.Person, mine.Account, good.Grant, null, cancel);
        if (!tenancy.Ok)
            return tenancy.As<Guid>();
        (mine.State, mine.OfferedUntil) = (FlatRequestState.Taken, null);
        return tenancy.Value.Id;
    }

    public async Task<Result<Done>> Handle(LeaveFlatQueue request, CancellationToken cancel)
    {
        if (await Mine(request.Request, cancel) is not { } mine)
            return NotMine;
        if (mine.State is not (FlatRequestState.Waiting or FlatRequestState.Offered))
            return Done.It;
        if (mine is { State: FlatRequestState.Offered, Flat: { } flat })
            await book.Free(flat, cancel);
        (mine.State, mine.OfferedUntil) = (FlatRequestState.Withdrawn, null);
        return Done.It;
    }

    public async Task<Result<MyFlatsShown>> Handle(MyFlats request, CancellationToken cancel)
    {
        if (book.Caller.Person is not { } person)
            return new MyFlatsShown(null, null, null, [], null, []);
        var requests = await db.Unfiltered<FlatRequest>().AsNoTracking().Where(r => r.Person == person).OrderByDescending(r => r.At).Take(10).ToListAsync(cancel);
        var tenancies = await db.Unfiltered<Tenancy>().AsNoTracking().Where(t => t.Person == person && t.State != TenancyState.Cancelled).ToListAsync(cancel);
        var grants = await db.Unfiltered<TalentApplication>().AsNoTracking().Where(a => a.Person == person && a.State == TalentState.Granted && a.Until >= book.Today).ToListAsync(cancel);
        var grant = grants.MaxBy(g => g.Until);
        var category = grant is null ? null : await db.Records<TalentCategory>().AsNoTracking().SingleAsync(c => c.Id == grant.Category, cancel);
        var ordered = tenancies.OrderBy(t => t.State == TenancyState.Ended ? 1 : 0).ThenByDescending(t => t.At).ToList();
        var flats = ordered.ConvertAll(t => t.Flat);
        var codes = await db.Unfiltered<Flat>().Where(f => flats.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Code, cancel);
        return new MyFlatsShown(
            grant?.Until, category?.Name, category?.AreaDm2 / 100m, await Show(requests, cancel), ordered.FirstOrDefault()?.Id, [.. ordered.Skip(1).Select(t => new MyContract(t.Id, t.Number, codes[t.Flat], t.State))]);
    }

    private async Task<FlatRequest?> Mine(Guid id, CancellationToken cancel)
    {
        var person = book.Caller.Person;
        if (person is null || await db.Unfiltered<FlatRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.Person == person, cancel) is not { } known)
            return null;
        var estate = await db.Unfiltered<FlatRound>().Where(r => r.Id == known.Round).Select(r => r.Estate).SingleAsync(cancel);
        await db.LockUntilCommit($"flats.person {person}", cancel);
        await book.Lock(estate, cancel);
        return await db.Unfiltered<FlatRequest>().SingleAsync(r => r.Id == id, cancel);
    }

    private async Task<List<MyFlatRequest>> Show(List<FlatRequest> requests, CancellationToken cancel)
    {
        var (rounds, flats) = (requests.ConvertAll(r => r.Round), requests.ConvertAll(r => r.Flat));
        var round = await db.Unfiltered<FlatRound>().AsNoTracking().Where(r => rounds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel);
        var flat = await db.Unfiltered<Flat>().AsNoTracking().Where(f => flats.Contains(f.Id)).ToDictionaryAsync(f => f.Id, cancel);
        var waiting = (await db.Unfiltered<FlatRequest>().AsNoTracking().Where(r => rounds.Contains(r.Round) && r.State == FlatRequestState.Waiting).ToListAsync(cancel)).ToLookup(r => r.Round);
        return requests.ConvertAll(r =>
        {
            var (of, one) = (round[r.Round], r.State is FlatRequestState.Offered or FlatRequestState.Taken && r.Flat is { } id ? flat.GetValueOrDefault(id) : null);
            var ahead = r.State != FlatRequestState.Waiting ? 0
                : of.Way == FlatWay.Lottery && of.DrawnAt is null ? 0
                : FlatRules.InTurn(of, waiting[r.Round]).TakeWhile(w => w.Id != r.Id).Count();
            return new MyFlatRequest(r.Id, r.Round, of.Name, of.Way, r.Ticket, r.State, r.Rank, ahead, one?.Code, one?.Layout ?? r.Layout, one?.AreaDm2 / 100m, one?.RentFen, r.OfferedUntil);
        });
    }
}
