using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Enterprise.Settling.TalentRules;

namespace Linli.Enterprise.Flats;

/// <summary>Opens a round of giving flats out (开放轮候/摇号).</summary>
/// <param name="NameZh">2–40 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="Way">Queue or lottery.</param>
/// <param name="Places">How many flats at most, 1–5,000.</param>
/// <param name="ApplyUntil">Until when one enters, within a year; a queue may stay open without.</param>
internal sealed record OpenFlatRound(string? NameZh, string? NameEn, FlatWay Way, int Places, DateTimeOffset? ApplyUntil) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Estate { get; init; } = "";

    public string? AuditSubject => Estate;

    public IEnumerable<Problem> Problems()
    {
        if (Line(NameZh, 2, 40) is null)
            yield return Problem.Invalid("nameZh", "enterprise.text", "名称为 2–40 个字。", "A name has 2 to 40 characters.");
        if (Places is < 1 or > 5000)
            yield return Problem.Invalid("places", "enterprise.round_places", "套数为 1–5000。", "1 to 5,000 flats.");
        if (Way == FlatWay.Lottery && ApplyUntil is null)
            yield return Problem.Invalid("applyUntil", "enterprise.round_until", "摇号要有报名截止时间。", "A lottery needs the end of its applications.");
        if (!Enum.IsDefined(Way))
            yield return Problem.Invalid("way", "enterprise.round_way", "请选择轮候或摇号。", "Choose queue or lottery.");
    }
}

/// <summary>Closes a round: nobody enters, and whoever still waits is told.</summary>
/// <param name="Round">Which.</param>
internal sealed record CloseFlatRound(Guid Round) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Round.ToString();
}

/// <summary>Estates with their rounds; anybody may see them.</summary>
internal sealed record ListEstates : IQuery<IReadOnlyList<EstateShown>>;

/// <summary>A draw with everything that is needed to do it again.</summary>
internal sealed record ReadFlatDraw(Guid Round) : IQuery<FlatDraw>;

/// <summary>An estate.</summary>
internal sealed record EstateShown(
    Guid Id, string Code, string Scope, Phrase Name, int OfferHours, int DepositMonths, int TermMonths, int NoticeDays, int Total, int Free, IReadOnlyList<LayoutShown> Layouts, IReadOnlyList<RoundShown> Rounds);

/// <summary>Flats of a layout.</summary>
internal sealed record LayoutShown(FlatLayout Layout, int Total, int Free, decimal FromArea, decimal ToArea, long FromFen, long ToFen);

/// <summary>A round.</summary>
internal sealed record RoundShown(Guid Id, Phrase Name, FlatWay Way, int Places, int Given, int Entered, int Waiting, DateTimeOffset? ApplyUntil, DateTimeOffset? DrawnAt, bool Open, string? SeedHash);

/// <summary>A draw as it is published: numbers of tickets, and nobody's name.</summary>
/// <param name="Seed">The seed; <c>null</c> before the draw.</param>
/// <param name="SeedHash">Its SHA-256, public from the first day.</param>
/// <param name="Rule">How the order follows.</param>
/// <param name="Places">How many flats.</param>
/// <param name="Entered">How many tickets, numbered from 1.</param>
/// <param name="Order">All tickets in the order of the draw.</param>
internal sealed record FlatDraw(string? Seed, string SeedHash, string Rule, int Places, int Entered, IReadOnlyList<int> Order);

internal sealed class FlatRoundsHandler(LinliDb db, FlatBook book) : IHandler<OpenFlatRound, Guid>, IHandler<CloseFlatRound, Done>, IHandler<ListEstates, IReadOnlyList<EstateShown>>, IHandler<ReadFlatDraw, FlatDraw>, IUseCase
{
    private static readonly Problem NoRound = Problem.NotFound("enterprise.no_round", "没有这一轮，或不在您的范围内。", "There is no such round, or it is not yours.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/flats/estates/{code}/rounds", (string code, OpenFlatRound request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Estate = code }, cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Open a round 开放轮候或摇号");
        api.MapPost("/flats/rounds/{id:guid}/close", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CloseFlatRound(id), cancel))
            .Needs(EnterprisePermissions.KeepFlats).WithTags("Flats").WithSummary("Close a round 结束本轮");
        api.MapGet("/flats/estates", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListEstates(), cancel))
            .Needs(Access.Public).WithTags("Flats").WithSummary("Talent flats and rounds 人才公寓");
        api.MapGet("/flats/rounds/{id:guid}/draw", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadFlatDraw(id), cancel))
            .Needs(Access.Public).WithTags("Flats").WithSummary("The published record of a draw 摇号公示");
    }

    public async Task<Result<Guid>> Handle(OpenFlatRound request, CancellationToken cancel)
    {
        if (await db.Scoped<FlatEstate>(book.Caller.ScopesFor(EnterprisePermissions.KeepFlats)).AsNoTracking().SingleOrDefaultAsync(e => e.Code == request.Estate, cancel) is not { } estate)
            return Problem.NotFound("enterprise.no_estate", "没有这个项目，或不在您的范围内。", "There is no such estate, or it is not yours.");
        if (request.ApplyUntil is { } until && (until <= book.Now || until > book.Now.AddYears(1)))
            return Problem.Invalid("applyUntil", "enterprise.round_until", "报名截止应在以后，一年以内。", "Applications end later than now, within a year.");
        var round = new FlatRound
        {
            Id = Guid.CreateVersion7(book.Now), Estate = estate.Id, Scope = estate.Scope, NameZh = Line(request.NameZh, 2, 40)!, NameEn = Line(request.NameEn, 2, 80) ?? Line(request.NameZh, 2, 40)!, Way = request.Way, Places = request.Places,
            ApplyUntil = request.ApplyUntil is { } end ? Clock.ToMicroseconds(end) : null, Seed = PublishedDraw.NewSeed(), At = book.Now,
        };
        db.Insert(round);
        return round.Id;
    }

    public async Task<Result<Done>> Handle(CloseFlatRound request, CancellationToken cancel)
    {
        if (await db.Scoped<FlatRound>(book.Caller.ScopesFor(EnterprisePermissions.KeepFlats)).AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Round, cancel) is not { } known)
            return NoRound;
        await book.Lock(known.Estate, cancel);
        var round = await db.Unfiltered<FlatRound>().SingleAsync(r => r.Id == known.Id, cancel);
        if (round.ClosedAt is not null)
            return Done.It;
        if (round is { Way: FlatWay.Lottery, DrawnAt: null })
            return Problem.Conflict("enterprise.round_not_drawn", "还没有摇号，不能结束。", "It is not drawn yet.");
        if (await db.Unfiltered<FlatRequest>().AnyAsync(r => r.Round == round.Id && r.State == FlatRequestState.Offered, cancel))
            return Problem.Conflict("enterprise.round_offers", "还有待确认的分配，请等它们确认或到期。", "Offers still wait for an answer.");
        round.ClosedAt = book.Now;
        foreach (var waiting in await db.Unfiltered<FlatRequest>().Where(r => r.Round == round.Id && r.State == FlatRequestState.Waiting).ToListAsync(cancel))
        {
            waiting.State = FlatRequestState.Closed;
            await book.Tell(waiting.Account, "flat.round_closed", ("这一轮已结束", "The round is closed"), ("没有轮到您，可以参加下一轮。", "It was not your turn: you may enter the next."), "/enterprise/flats", $"flat.closed:{waiting.Id:N}", cancel);
        }

        return Done.It;
    }

    public async Task<Result<IReadOnlyList<EstateShown>>> Handle(ListEstates request, CancellationToken cancel)
    {
        // Open to everybody: figures, and nobody in them.
        var estates = await db.Unfiltered<FlatEstate>().AsNoTracking().OrderBy(e => e.Code).ToListAsync(cancel);
        var layouts = await db.Unfiltered<Flat>().GroupBy(f => new { f.Estate, f.Layout }).Select(g => new
        {
            g.Key.Estate,
            g.Key.Layout,
            Total = g.Count(),
            Free = g.Count(f => f.State == FlatState.Free),
            FromArea = g.Min(f => f.AreaDm2),
            ToArea = g.Max(f => f.AreaDm2),
            FromFen = g.Min(f => f.RentFen),
            ToFen = g.Max(f => f.RentFen),
        }).ToListAsync(cancel);
        var rounds = await db.Unfiltered<FlatRound>().AsNoTracking().OrderByDescending(r => r.At).Take(50).ToListAsync(cancel);
        var ids = rounds.ConvertAll(r => r.Id);
        var counts = await db.Unfiltered<FlatRequest>().Where(r => ids.Contains(r.Round)).GroupBy(r => new { r.Round, r.State }).Select(g => new { g.Key.Round, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        return estates.ConvertAll(e => new EstateShown(
            e.Id, e.Code, e.Scope, e.Name, e.OfferHours, e.DepositMonths, e.TermMonths, e.NoticeDays, layouts.Where(l => l.Estate == e.Id).Sum(l => l.Total), layouts.Where(l => l.Estate == e.Id).Sum(l => l.Free),
            [.. layouts.Where(l => l.Estate == e.Id).OrderBy(l => l.Layout).Select(l => new LayoutShown(l.Layout, l.Total, l.Free, l.FromArea / 100m, l.ToArea / 100m, l.FromFen, l.ToFen))],
            [.. rounds.Where(r => r.Estate == e.Id).Select(r => new RoundShown(
                r.Id, r.Name, r.Way, r.Places, Count(r.Id, FlatRequestState.Taken) + Count(r.Id, FlatRequestState.Offered), r.LastTicket, Count(r.Id, FlatRequestState.Waiting), r.ApplyUntil, r.DrawnAt,
                r.ClosedAt is null && (r.ApplyUntil is null || r.ApplyUntil > book.Now), r.Way == FlatWay.Lottery ? PublishedDraw.HashOf(r.Seed) : null))]));

        int Count(Guid round, FlatRequestState state) => counts.Find(c => c.Round == round && c.State == state)?.Count ?? 0;
    }

    public async Task<Result<FlatDraw>> Handle(ReadFlatDraw request, CancellationToken cancel)
    {
        if (await db.Unfiltered<FlatRound>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Round && r.Way == FlatWay.Lottery, cancel) is not { } round)
            return NoRound;
        var drawn = round.DrawnAt is not null;
        return new FlatDraw(drawn ? round.Seed : null, PublishedDraw.HashOf(round.Seed), PublishedDraw.Rule, round.Places, round.LastTicket, drawn ? PublishedDraw.Order(round.Seed, Enumerable.Range(1, round.LastTicket)) : []);
    }
}
