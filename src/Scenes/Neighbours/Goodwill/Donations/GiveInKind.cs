using System.Globalization;
using Linli.Neighbours.Friends;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Donations;

/// <summary>Somebody gives things to a recipient that is known by name (捐物登记).</summary>
/// <param name="Recipient">Code of the recipient.</param>
/// <param name="Items">1–20 sorts of things.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record GiveInKind(string? Recipient, IReadOnlyList<GivenItem>? Items, string? IdempotencyKey = null) : ICommand<DonationMade>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (Items is not { Count: >= 1 and <= 20 })
            yield return Problem.Invalid("items", "donations.items", "请登记 1–20 种物品。", "Register 1 to 20 sorts of things.");
        foreach (var item in Items ?? [])
        {
            if (MeetingRules.Shown(item.What, 2, 60, "what", "请写明是什么", "Say what it is") is { } what)
                yield return what;
            if (item.Count is < 1 or > 10_000)
                yield return Problem.Invalid("count", "donations.count", "数量为 1–10000。", "There are 1 to 10,000.");
        }
    }
}

/// <summary>Things of one sort.</summary>
internal sealed record GivenItem(GoodsKind Kind, string? What, int Count);

/// <summary>A donation that was registered.</summary>
internal sealed record DonationMade(Guid Id, string Number);

/// <summary>The desk has counted what came (收到清点); the donor gets a receipt.</summary>
/// <param name="Id">Which donation.</param>
/// <param name="Counts">How many came of each item, by its id; 0 of what did not come.</param>
internal sealed record ReceiveDonation(Guid Id, IReadOnlyDictionary<Guid, int>? Counts) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Counts is not { Count: > 0 } || Counts.Values.Any(c => c is < 0 or > 10_000) || Counts.Values.All(c => c == 0))
            yield return Problem.Invalid("counts", "donations.counts", "请填写每种实收的数量（0–10000），至少收到一件。", "Give how many of each came (0 to 10,000), at least one of all.");
    }
}

/// <summary>The donor, or the desk, calls off what has not come yet.</summary>
internal sealed record CallOffDonation(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>The caller's donations with where their things are.</summary>
internal sealed record MyDonations : IQuery<MyDonationsPage>;

/// <summary>Own donations, and who may receive.</summary>
internal sealed record MyDonationsPage(IReadOnlyList<MyDonation> Donations, IReadOnlyList<RecipientName> Recipients);

/// <summary>A recipient to choose.</summary>
internal sealed record RecipientName(string Code, Phrase Name);

/// <summary>A donation as its donor reads it.</summary>
internal sealed record MyDonation(Guid Id, string Number, Phrase Recipient, DonationState State, DateTimeOffset At, DateTimeOffset? ReceivedAt, IReadOnlyList<GivenLine> Items, IReadOnlyList<ParcelOfDonor> Parcels);

/// <summary>A line of a donation.</summary>
internal sealed record GivenLine(Guid Id, GoodsKind Kind, string What, int Count, int Boxed);

/// <summary>A parcel that holds something of a donation.</summary>
internal sealed record ParcelOfDonor(string Number, ParcelState State, DateTimeOffset At, string? Where);

internal sealed class GiveInKindHandler(LinliDb db, CurrentCaller current, IScopeTree tree, Counters counters, INotices notices, TimeProvider time)
    : IHandler<GiveInKind, DonationMade>, IHandler<ReceiveDonation, Done>, IHandler<CallOffDonation, Done>, IHandler<MyDonations, MyDonationsPage>, IUseCase
{
    public static readonly Problem NotFound = Problem.NotFound("donations.not_found", "没有找到这份捐赠。", "This donation was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/donations", (GiveInKind request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(GoodwillPermissions.Give).WithTags("donations").WithSummary("Give things to a recipient 捐物登记");
        api.MapGet("/donations/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyDonations(), cancel))
            .Needs(GoodwillPermissions.Give).WithTags("donations").WithSummary("My donations, and where they are");
        api.MapPost("/donations/{id:guid}/receive", (Guid id, ReceiveDonation request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("donations").WithSummary("Count what came 收到清点");
        api.MapPost("/donations/{id:guid}/call-off", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CallOffDonation(id), cancel))
            .Needs(Access.SignedIn).WithTags("donations").WithSummary("Call a donation off");
    }

    public async Task<Result<DonationMade>> Handle(GiveInKind request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return Problem.Forbidden("donations.no_person", "请先在“我的”里确认您是登记册里的哪一位。", "First show under Me who you are in the register.");
        if (await Receivers().SingleOrDefaultAsync(r => r.Code == request.Recipient, cancel) is not { } recipient)
            return Problem.Invalid("recipient", "donations.recipient", "请选择受赠方。", "Choose the recipient.");
        var now = Clock.Now(time);
        var donation = new Donation
        {
            Id = Guid.CreateVersion7(now), Number = await Next("JZ", now, cancel), Scope = recipient.Scope, Recipient = recipient.Code, Person = me, Account = current.Value.Account, State = DonationState.Registered, At = now,
        };
        db.Insert(donation);
        foreach (var item in request.Items!)
            db.Records<DonationItem>().Add(new() { Id = Guid.CreateVersion7(now), Donation = donation.Id, Kind = item.Kind, What = Clean(item.What, 60), Count = item.Count });
        return new DonationMade(donation.Id, donation.Number);
    }

    public async Task<Result<Done>> Handle(ReceiveDonation request, CancellationToken cancel)
    {
        if (await db.Scoped<Donation>(current.Value.ScopesFor(GoodwillPermissions.Desk)).SingleOrDefaultAsync(d => d.Id == request.Id, cancel) is not { } donation)
            return NotFound;
        if (donation.State != DonationState.Registered)
            return Problem.Conflict("donations.moved", "这份捐赠已清点或取消。", "This donation was counted or called off already.");
        var items = await db.Records<DonationItem>().Where(i => i.Donation == donation.Id).ToListAsync(cancel);
        if (request.Counts!.Keys.Except(items.Select(i => i.Id)).Any() || items.Exists(i => !request.Counts.ContainsKey(i.Id)))
            return Problem.Invalid("counts", "donations.counts", "请填写每种实收的数量。", "Give how many of each came.");
        foreach (var item in items)
            item.Count = request.Counts[item.Id];
        (donation.State, donation.ReceivedAt, donation.ReceivedBy) = (DonationState.Received, Clock.Now(time), current.Value.Account);
        if (donation.Account is { } donor)
            await notices.Tell(donor, "gifts.donation", ("捐物已收到，谢谢您", "Your donation has arrived: thank you"), ("可以在“我的捐赠”查看和打印收据。", "The receipt is under My donations."), "/donations", $"donation:{donation.Id}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CallOffDonation request, CancellationToken cancel)
    {
        var donation = await db.Unfiltered<Donation>().SingleOrDefaultAsync(d => d.Id == request.Id, cancel);
        if (donation is null || !(donation.Person is { } donor && donor == current.Value.Person || current.Value.May(GoodwillPermissions.Desk, donation.Scope)))
            return NotFound;
        if (donation.State != DonationState.Registered)
            return Problem.Conflict("donations.moved", "这份捐赠已清点或取消。", "This donation was counted or called off already.");
        donation.State = DonationState.CalledOff;
        return Done.It;
    }

    public async Task<Result<MyDonationsPage>> Handle(MyDonations request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        var receivers = await Receivers().AsNoTracking().OrderBy(r => r.NameZh).ToListAsync(cancel);
        var donations = await db.Unfiltered<Donation>().AsNoTracking().Where(d => d.Person != null && d.Person == me).OrderByDescending(d => d.At).Take(50).ToListAsync(cancel);
        var ids = donations.ConvertAll(d => d.Id);
        var items = (await db.Records<DonationItem>().AsNoTracking().Where(i => ids.Contains(i.Donation)).ToListAsync(cancel)).ToLookup(i => i.Donation);
        var parcels = await db.Records<ParcelItem>().AsNoTracking().Join(db.Records<DonationItem>().Where(i => ids.Contains(i.Donation)), p => p.Item, i => i.Id, (p, i) => new { i.Donation, p.Parcel })
            .Join(db.Unfiltered<Parcel>(), x => x.Parcel, p => p.Id, (x, p) => new { x.Donation, p.Id, p.Number, p.State, p.At }).Distinct().ToListAsync(cancel);
        var boxes = parcels.ConvertAll(p => p.Id);
        var steps = (await db.Records<ParcelStep>().AsNoTracking().Where(s => boxes.Contains(s.Parcel)).OrderBy(s => s.At).ToListAsync(cancel)).ToLookup(s => s.Parcel);
        var names = (await db.Unfiltered<Recipient>().AsNoTracking().ToListAsync(cancel)).ToDictionary(r => r.Code, r => (Phrase)(r.NameZh, r.NameEn));
        return new MyDonationsPage(
            donations.ConvertAll(d => new MyDonation(
                d.Id, d.Number, names.GetValueOrDefault(d.Recipient), d.State, d.At, d.ReceivedAt, [.. items[d.Id].Select(i => new GivenLine(i.Id, i.Kind, i.What, i.Count, i.Boxed))],
                [.. parcels.Where(p => p.Donation == d.Id).Select(p => new ParcelOfDonor(p.Number, p.State, steps[p.Id].LastOrDefault()?.At ?? p.At, steps[p.Id].LastOrDefault()?.Where))])),
            receivers.ConvertAll(r => new RecipientName(r.Code, (r.NameZh, r.NameEn))));
    }

    internal async Task<string> Next(string prefix, DateTimeOffset now, CancellationToken cancel)
    {
        var day = LocalTime.DateOf(now);
        return ShortNumber.For(prefix, day, (int)await counters.Next(db, $"neighbours.{prefix}.{day.ToString("yyMM", CultureInfo.InvariantCulture)}", cancel)).ToString();
    }

    // Recipients at the caller's community and above it.
    private IQueryable<Recipient> Receivers()
    {
        var above = current.Value.ScopesFor(GoodwillPermissions.Give).Paths.SelectMany(p => (tree.CommunityOf(p)?.Path ?? p).SelfAndAncestors()).Select(p => p.Value).Distinct().ToArray();
        return db.Unfiltered<Recipient>().Where(r => above.Contains(r.Scope));
    }
}
