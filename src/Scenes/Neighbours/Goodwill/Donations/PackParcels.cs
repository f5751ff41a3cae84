using System.Globalization;
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

/// <summary>Enters who may receive: an organisation, never a person.</summary>
internal sealed record KeepRecipient(string Code, string? Place, string? NameZh, string? NameEn, string? Address) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Funds.FundCode.Wrong(Code) is { } code)
            yield return code;
        if (Text(NameZh, 60, "nameZh", "请填写受赠方名称", "Name the recipient") is { } name)
            yield return name;
        if (Text(Address, 120, "address", "请填写单位地址", "Give the address of the organisation") is { } address)
            yield return address;
    }
}

/// <summary>Packs things that were received into a box for their recipient; a label with number and code is printed.</summary>
/// <param name="Recipient">Code of the recipient.</param>
/// <param name="Items">How many of which item; never more than there are.</param>
internal sealed record PackParcel(string? Recipient, IReadOnlyDictionary<Guid, int>? Items) : ICommand<ParcelPacked>, IValidated, IAudited
{
    public string? AuditSubject => Recipient;

    public IEnumerable<Problem> Problems()
    {
        if (Items is not { Count: >= 1 and <= 60 } || Items.Values.Any(c => c < 1))
            yield return Problem.Invalid("items", "parcels.items", "请选择装箱的物品和数量。", "Choose what is packed, and how many.");
    }
}

/// <summary>A box that was packed.</summary>
internal sealed record ParcelPacked(Guid Id, string Number, string Code);

/// <summary>Hands a parcel to a courier.</summary>
/// <param name="Id">Which.</param>
/// <param name="Courier">Code of a courier that is asked by itself, or its name when the desk notes the steps.</param>
/// <param name="Tracking">Its number, 6–30 letters and digits.</param>
internal sealed record SendParcel(Guid Id, string? Courier, string? Tracking) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Courier, 30, "courier", "请填写快递公司", "Name the courier") is { } courier)
            yield return courier;
        if (Tracking is not { Length: >= 6 and <= 30 } || !Tracking.All(char.IsAsciiLetterOrDigit))
            yield return Problem.Invalid("tracking", "parcels.tracking", "运单号为 6–30 个字母或数字。", "A tracking number has 6 to 30 letters and digits.");
    }
}

/// <summary>The desk notes a step by hand.</summary>
internal sealed record NoteParcelStep(Guid Id, ParcelState State, string? Where) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Where, 60, "where", "请写明到了哪里", "Say where it is") is { } where)
            yield return where;
        if (State is ParcelState.Packed or ParcelState.Sent or ParcelState.Confirmed)
            yield return Problem.Invalid("state", "parcels.state", "请选运输中、已送达或丢失；签收由受赠方确认。", "Choose on its way, delivered or lost; the recipient confirms it.");
    }
}

/// <summary>Donations, boxes and recipients for the desk.</summary>
internal sealed record DonationDesk : IQuery<DonationDeskPage>;

/// <summary>What the desk works on.</summary>
internal sealed record DonationDeskPage(IReadOnlyList<DeskDonation> Donations, IReadOnlyList<DeskParcel> Parcels, IReadOnlyList<RecipientName> Recipients, IReadOnlyList<Courier> Couriers);

/// <summary>A courier that is asked by itself.</summary>
internal sealed record Courier(string Code, Phrase Name);

/// <summary>A donation at the desk; the donor's name is masked.</summary>
internal sealed record DeskDonation(Guid Id, string Number, string Recipient, Phrase RecipientName, string? Donor, DonationState State, DateTimeOffset At, IReadOnlyList<GivenLine> Items);

/// <summary>A parcel at the desk.</summary>
internal sealed record DeskParcel(Guid Id, string Number, string Code, Phrase Recipient, string Address, ParcelState State, string? Courier, string? Tracking, IReadOnlyList<PackedLine> Items, IReadOnlyList<StepLine> Steps, int? Confirmed, string? Word);

/// <summary>What lies in a box.</summary>
internal sealed record PackedLine(GoodsKind Kind, string What, int Count);

/// <summary>A step.</summary>
internal sealed record StepLine(DateTimeOffset At, ParcelState State, string Where, bool ByCourier);

internal sealed class PackParcelsHandler(LinliDb db, CurrentCaller current, IScopeTree tree, Counters counters, People.IPeople people, ParcelBook parcels, IEnumerable<ICourierTracking> couriers, TimeProvider time)
    : IHandler<KeepRecipient, Done>, IHandler<PackParcel, ParcelPacked>, IHandler<SendParcel, Done>, IHandler<NoteParcelStep, Done>, IHandler<DonationDesk, DonationDeskPage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/donations/recipients/{code}", (string code, KeepRecipient request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("donations").WithSummary("Enter who may receive 受赠方");
        api.MapGet("/donations/desk", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DonationDesk(), cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("donations").WithSummary("Donations and parcels for the desk");
        api.MapPost("/parcels", (PackParcel request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("donations").WithSummary("Pack a box 装箱");
        api.MapPost("/parcels/{id:guid}/send", (Guid id, SendParcel request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("donations").WithSummary("Hand a parcel to a courier 寄出");
        api.MapPost("/parcels/{id:guid}/steps", (Guid id, NoteParcelStep request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("donations").WithSummary("Note a step by hand");
    }

    public async Task<Result<Done>> Handle(KeepRecipient request, CancellationToken cancel)
    {
        // Whether the caller may is asked of the recipient itself.
        var recipient = await db.Unfiltered<Recipient>().SingleOrDefaultAsync(r => r.Code == request.Code, cancel);
        var place = recipient is null ? tree.FindCode(request.Place ?? "")?.Path : ScopePath.Parse(recipient.Scope, null);
        if (place is not { } at || !current.Value.May(GoodwillPermissions.Desk, at))
            return Problem.Invalid("place", "donations.place", "请选择您负责的社区或联建组。", "Choose a community or group you work for.");
        if (recipient is null)
            db.Insert(recipient = new() { Code = request.Code, Scope = at.Value, NameZh = "", NameEn = "", Address = "" });
        (recipient.NameZh, recipient.Address) = (Clean(request.NameZh, 60), Clean(request.Address, 120));
        recipient.NameEn = Clean(request.NameEn, 80) is { Length: > 0 } en ? en : recipient.NameZh;
        return Done.It;
    }

    public async Task<Result<ParcelPacked>> Handle(PackParcel request, CancellationToken cancel)
    {
        if (await db.Scoped<Recipient>(current.Value.ScopesFor(GoodwillPermissions.Desk)).SingleOrDefaultAsync(r => r.Code == request.Recipient, cancel) is not { } recipient)
            return Problem.Invalid("recipient", "donations.recipient", "请选择受赠方。", "Choose the recipient.");
        // One after the other, so that nothing is packed twice.
        await db.LockUntilCommit($"parcels.{recipient.Code}", cancel);
        var ids = request.Items!.Keys.ToArray();
        var items = await db.Records<DonationItem>().Where(i => ids.Contains(i.Id))
            .Join(db.Unfiltered<Donation>().Where(d => d.Recipient == recipient.Code && d.State == DonationState.Received), i => i.Donation, d => d.Id, (i, _) => i).ToDictionaryAsync(i => i.Id, cancel);
        var now = Clock.Now(time);
        var day = LocalTime.DateOf(now);
        var parcel = new Parcel
        {
            Id = Guid.CreateVersion7(now), Code = ParcelRules.NewCode(), Scope = recipient.Scope, Recipient = recipient.Code, State = ParcelState.Packed, At = now,
            Number = ShortNumber.For("BX", day, (int)await counters.Next(db, $"neighbours.BX.{day.ToString("yyMM", CultureInfo.InvariantCulture)}", cancel)).ToString(),
        };
        foreach (var (id, count) in request.Items!)
        {
            if (!items.TryGetValue(id, out var item))
                return Problem.Invalid("items", "parcels.not_here", "有物品不在服务台，或不是给这个受赠方的。", "Something is not at the desk, or is meant for another recipient.");
            if (item.Count - item.Boxed < count)
                return Problem.Conflict("parcels.too_many", $"“{item.What}”只剩 {item.Count - item.Boxed} 件没有装箱。", $"Only {item.Count - item.Boxed} of “{item.What}” are not packed yet.") with { Field = $"items.{item.Id}" };
            item.Boxed += count;
            db.Records<ParcelItem>().Add(new() { Id = Guid.CreateVersion7(now), Parcel = parcel.Id, Item = id, Count = count });
        }

        db.Insert(parcel);
        parcels.Note(parcel, ParcelState.Packed, now, "服务台", byCourier: false);
        return new ParcelPacked(parcel.Id, parcel.Number, parcel.Code);
    }

    public async Task<Result<Done>> Handle(SendParcel request, CancellationToken cancel)
    {
        if (await parcels.Take(request.Id, cancel) is not { } parcel || !current.Value.May(GoodwillPermissions.Desk, parcel.Scope))
            return ParcelBook.NotFound;
        if (!ParcelRules.MayGo(parcel.State, ParcelState.Sent))
            return ParcelBook.Moved;
        if (couriers.FirstOrDefault(c => c.Code == request.Courier) is { } known && !known.Knows(request.Tracking!))
            return Problem.Invalid("tracking", "parcels.tracking_unknown", $"{known.Name.Zh}没有这样的运单号。", $"{known.Name.En} has no such numbers.");
        (parcel.Courier, parcel.Tracking) = (Clean(request.Courier, 30), request.Tracking);
        await parcels.Go(parcel, ParcelState.Sent, Clock.Now(time), "已交快递", byCourier: false, cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(NoteParcelStep request, CancellationToken cancel)
    {
        if (await parcels.Take(request.Id, cancel) is not { } parcel || !current.Value.May(GoodwillPermissions.Desk, parcel.Scope))
            return ParcelBook.NotFound;
        if (!ParcelRules.MayGo(parcel.State, request.State))
            return ParcelBook.Moved;
        await parcels.Go(parcel, request.State, Clock.Now(time), Clean(request.Where, 60), byCourier: false, cancel);
        return Done.It;
    }

    public async Task<Result<DonationDeskPage>> Handle(DonationDesk request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(GoodwillPermissions.Desk);
        var receivers = (await db.Scoped<Recipient>(scopes).AsNoTracking().ToListAsync(cancel)).ToDictionary(r => r.Code);
        var donations = await db.Scoped<Donation>(scopes).AsNoTracking().Where(d => d.State != DonationState.CalledOff).OrderByDescending(d => d.At).Take(100).ToListAsync(cancel);
        var ids = donations.ConvertAll(d => d.Id);
        var items = (await db.Records<DonationItem>().AsNoTracking().Where(i => ids.Contains(i.Donation)).ToListAsync(cancel)).ToLookup(i => i.Donation);
        var donors = await people.NamesOf([.. donations.Select(d => d.Account).OfType<Guid>().Distinct()], cancel);
        return new DonationDeskPage(
            donations.ConvertAll(d => new DeskDonation(
                d.Id, d.Number, d.Recipient, Name(receivers, d.Recipient), d.Account is { } donor ? donors.GetValueOrDefault(donor) : null, d.State, d.At,
                [.. items[d.Id].Select(i => new GivenLine(i.Id, i.Kind, i.What, i.Count, i.Boxed))])),
            await parcels.Lines(db.Scoped<Parcel>(scopes), cancel), [.. receivers.Values.Select(r => new RecipientName(r.Code, (r.NameZh, r.NameEn)))], [.. couriers.Select(c => new Courier(c.Code, c.Name))]);
    }

    private static Phrase Name(Dictionary<string, Recipient> receivers, string code) => receivers.TryGetValue(code, out var r) ? (r.NameZh, r.NameEn) : (code, code);
}
