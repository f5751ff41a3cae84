using Linli.Neighbours.Friends;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Donations;

/// <summary>What several use cases of parcels do with them.</summary>
internal sealed class ParcelBook(LinliDb db, INotices notices)
{
    public static readonly Problem NotFound = Problem.NotFound("parcels.not_found", "没有找到这个包裹，请核对标签上的编码。", "This parcel was not found: check the code on its label.");

    public static readonly Problem Moved = Problem.Conflict("parcels.moved", "包裹的状态已变，请刷新。", "The parcel has moved on: reload.");

    public async Task<Parcel?> Take(Guid id, CancellationToken cancel)
    {
        await db.LockUntilCommit($"parcel.{id}", cancel);
        return await db.Unfiltered<Parcel>().SingleOrDefaultAsync(p => p.Id == id, cancel);
    }

    public void Note(Parcel parcel, ParcelState state, DateTimeOffset at, string where, bool byCourier) =>
        db.Records<ParcelStep>().Add(new() { Id = Guid.CreateVersion7(at), Parcel = parcel.Id, State = state, At = at, Where = where, ByCourier = byCourier });

    /// <summary>Goes on, and tells the donors when it arrived.</summary>
    public async Task Go(Parcel parcel, ParcelState state, DateTimeOffset at, string where, bool byCourier, CancellationToken cancel)
    {
        parcel.State = state;
        Note(parcel, state, at, where, byCourier);
        if (state is not (ParcelState.Sent or ParcelState.Confirmed))
            return;
        var donors = await db.Records<ParcelItem>().Where(p => p.Parcel == parcel.Id).Join(db.Records<DonationItem>(), p => p.Item, i => i.Id, (_, i) => i.Donation)
            .Join(db.Unfiltered<Donation>(), d => d, d => d.Id, (_, d) => d.Account).Distinct().ToListAsync(cancel);
        foreach (var donor in donors.OfType<Guid>())
            await notices.Tell(
                donor, "gifts.parcel", state == ParcelState.Sent ? ("您捐的物品已寄出", "What you gave is on its way") : ("受赠方已收到", "The recipient has what you gave"),
                ("可以在“我的捐赠”查看。", "See My donations."), "/donations", $"parcel:{parcel.Id}:{state}", cancel);
    }

    public async Task<IReadOnlyList<DeskParcel>> Lines(IQueryable<Parcel> which, CancellationToken cancel)
    {
        var found = await which.AsNoTracking().OrderByDescending(p => p.At).Take(60).ToListAsync(cancel);
        var (ids, codes) = (found.ConvertAll(p => p.Id), found.ConvertAll(p => p.Recipient));
        var receivers = await db.Unfiltered<Recipient>().AsNoTracking().Where(r => codes.Contains(r.Code)).ToDictionaryAsync(r => r.Code, cancel);
        var items = (await db.Records<ParcelItem>().AsNoTracking().Where(p => ids.Contains(p.Parcel)).Join(db.Records<DonationItem>(), p => p.Item, i => i.Id, (p, i) => new { p.Parcel, i.Kind, i.What, p.Count }).ToListAsync(cancel))
            .ToLookup(i => i.Parcel, i => new PackedLine(i.Kind, i.What, i.Count));
        var steps = (await db.Records<ParcelStep>().AsNoTracking().Where(s => ids.Contains(s.Parcel)).ToListAsync(cancel)).OrderBy(s => s.At).ThenBy(s => s.State)
            .ToLookup(s => s.Parcel, s => new StepLine(s.At, s.State, s.Where, s.ByCourier));
        return found.ConvertAll(p => new DeskParcel(
            p.Id, p.Number, p.Code, receivers.TryGetValue(p.Recipient, out var r) ? (r.NameZh, r.NameEn) : (Phrase)(p.Recipient, p.Recipient), r?.Address ?? "", p.State, p.Courier, p.Tracking, [.. items[p.Id]], [.. steps[p.Id]],
            p.ConfirmedCount, p.ConfirmedWord));
    }
}

/// <summary>A parcel as whoever holds its label reads it: what should be inside, never who gave it.</summary>
internal sealed record OpenParcel(string Code) : IQuery<ParcelForRecipient>;

/// <summary>A parcel for its recipient.</summary>
internal sealed record ParcelForRecipient(string Number, Phrase Recipient, ParcelState State, IReadOnlyList<PackedLine> Items, IReadOnlyList<StepLine> Steps, int? Confirmed);

/// <summary>The recipient says what arrived (签收确认), with the code on the label.</summary>
/// <param name="Code">Ten letters and digits.</param>
/// <param name="Count">How many things were inside.</param>
/// <param name="Word">What was missing or broken, or a word of thanks; 0–200 characters without names.</param>
internal sealed record ConfirmParcel(string Code, int? Count, string? Word = null) : ICommand<Done>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Count is not (>= 0 and <= 100_000))
            yield return Problem.Invalid("count", "parcels.count", "请填写实收件数。", "Give how many things arrived.");
        if (!string.IsNullOrWhiteSpace(Word) && MeetingRules.Shown(Word, 2, 200, "word", "请写明缺损或感谢，不含姓名和电话", "Say what is missing, or thanks, without names and numbers") is { } word)
            yield return word;
    }
}

/// <summary>Takes down what a courier says of a parcel; it was asked before, while no transaction waited for it.</summary>
/// <param name="Parcel">Which.</param>
/// <param name="Steps">All steps so far, the oldest first.</param>
internal sealed record NoteSteps(Guid Parcel, IReadOnlyList<TrackedStep> Steps) : ICommand<CouriersAsked>;

/// <summary>How many steps were new.</summary>
internal sealed record CouriersAsked(int Steps);

internal sealed class TrackParcelsHandler(LinliDb db, ParcelBook parcels, TimeProvider time)
    : IHandler<OpenParcel, ParcelForRecipient>, IHandler<ConfirmParcel, Done>, IHandler<NoteSteps, CouriersAsked>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/parcels/{code:length(10)}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenParcel(code), cancel))
            .Needs(Access.Public).WithTags("donations").WithSummary("A parcel by the code on its label 扫码查包裹");
        api.MapPost("/parcels/{code:length(10)}/confirm", (string code, ConfirmParcel request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(Access.Public).WithTags("donations").WithSummary("Confirm that a parcel arrived 签收确认");
    }

    public async Task<Result<ParcelForRecipient>> Handle(OpenParcel request, CancellationToken cancel)
    {
        var code = request.Code.ToUpperInvariant();
        if (await parcels.Lines(db.Unfiltered<Parcel>().Where(p => p.Code == code), cancel) is not [var parcel])
            return ParcelBook.NotFound;
        return new ParcelForRecipient(parcel.Number, parcel.Recipient, parcel.State, parcel.Items, parcel.Steps, parcel.Confirmed);
    }

    public async Task<Result<Done>> Handle(ConfirmParcel request, CancellationToken cancel)
    {
        var code = request.Code.ToUpperInvariant();
        var id = await db.Unfiltered<Parcel>().Where(p => p.Code == code).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancel);
        if (id is not { } known || await parcels.Take(known, cancel) is not { } parcel)
            return ParcelBook.NotFound;
        if (!ParcelRules.MayGo(parcel.State, ParcelState.Confirmed))
            return parcel.State == ParcelState.Packed ? Problem.Conflict("parcels.not_sent", "这个包裹还没有寄出。", "This parcel has not been sent yet.") : Problem.Conflict("parcels.confirmed", "这个包裹已经签收。", "This parcel was confirmed already.");
        (parcel.ConfirmedCount, parcel.ConfirmedWord) = (request.Count, Clean(request.Word, 200) is { Length: > 0 } word ? word : null);
        await parcels.Go(parcel, ParcelState.Confirmed, Clock.Now(time), "受赠方", byCourier: false, cancel);
        return Done.It;
    }

    public async Task<Result<CouriersAsked>> Handle(NoteSteps request, CancellationToken cancel)
    {
        if (await parcels.Take(request.Parcel, cancel) is not { } parcel)
            return ParcelBook.NotFound;
        var (steps, known) = (0, await db.Records<ParcelStep>().Where(s => s.Parcel == parcel.Id).ToListAsync(cancel));
        foreach (var step in request.Steps)
        {
            // What a courier says twice, or after the recipient spoke, changes nothing.
            var at = Clock.ToMicroseconds(step.At);
            if (known.Exists(s => s.ByCourier && s.At == at && s.State == step.State) || !ParcelRules.MayGo(parcel.State, step.State))
                continue;
            PlainText.TryCleanLine(step.Where, 60, out var where);
            await parcels.Go(parcel, step.State, at, where, byCourier: true, cancel);
            steps++;
        }

        return new CouriersAsked(steps);
    }
}

/// <summary>Looks every half hour; asks nobody while nothing is on its way, and writes nothing when nothing is new.</summary>
internal sealed class CourierClock(LinliDb db, UseCaseRunner runner, IEnumerable<ICourierTracking> couriers, ILogger<CourierClock> log) : IJob
{
    private const int AtOnce = 200;

    public async Task Run(CancellationToken cancel)
    {
        var by = couriers.ToDictionary(c => c.Code);
        var running = await db.Unfiltered<Parcel>().AsNoTracking().Where(p => (p.State == ParcelState.Sent || p.State == ParcelState.OnTheWay) && p.Courier != null && p.Tracking != null).OrderBy(p => p.Id)
            .Select(p => new { p.Id, p.Courier, p.Tracking, p.At }).Take(AtOnce).ToListAsync(cancel);
        var ids = running.ConvertAll(p => p.Id);
        var steps = (await db.Records<ParcelStep>().AsNoTracking().Where(s => ids.Contains(s.Parcel)).ToListAsync(cancel)).ToLookup(s => s.Parcel);
        foreach (var parcel in running.Where(p => by.ContainsKey(p.Courier!)))
        {
            try
            {
                var told = await by[parcel.Courier!].Track(parcel.Tracking!, steps[parcel.Id].Where(s => s.State == ParcelState.Sent).Select(s => s.At).FirstOrDefault(parcel.At), cancel);
                if (told.Any(t => !steps[parcel.Id].Any(s => s.ByCourier && s.At == Clock.ToMicroseconds(t.At) && s.State == t.State)))
                    if (await runner.Run(new NoteSteps(parcel.Id, told), cancel) is { Ok: false, Problem: var refused })
                        log.LogWarning("What the courier {Courier} says of parcel {Parcel} was refused: {Reason}", parcel.Courier, parcel.Id, refused.Message.En);
            }
            catch (HttpRequestException e)
            {
                // One courier that does not answer keeps nobody else's parcels waiting.
                log.LogWarning("The courier {Courier} did not answer: {Reason}", parcel.Courier, e.Message);
            }
        }
    }
}
