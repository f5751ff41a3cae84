using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Flats;

/// <summary>Requests and contracts for flats: contracts and rents stay as records of accounting, without the person, the words and the photos.</summary>
internal sealed class FlatPersonalData(LinliDb db, IFileStore files) : IPersonalData
{
    public string Module => "flats";

    public Phrase Title => ("人才公寓", "Flats for talent");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var requests = await Requests(subject).AsNoTracking().OrderBy(r => r.At).ToListAsync(cancel);
        var tenancies = await Tenancies(subject).AsNoTracking().OrderBy(t => t.At).ToListAsync(cancel);
        if (requests.Count + tenancies.Count == 0)
            return [];
        var ids = tenancies.ConvertAll(t => t.Id);
        var codes = await db.Unfiltered<Flat>().AsNoTracking().Where(f => tenancies.Select(t => t.Flat).Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Code, cancel);
        var rents = await db.Unfiltered<FlatRent>().AsNoTracking().Where(r => ids.Contains(r.Tenancy)).OrderBy(r => r.Month).ToListAsync(cancel);
        var items = await db.Records<CheckedItem>().AsNoTracking().Where(i => ids.Contains(i.Tenancy)).OrderBy(i => i.Out).ThenBy(i => i.Order).ToListAsync(cancel);
        var photos = new List<StoredFile>();
        foreach (var id in ids)
            photos.AddRange(await files.Of(FlatPhotos.Kind, id, cancel));
        return
        [
            new("requests", ("报名", "Requests"), [.. requests.Select(r => new DataValue[]
            {
                new("ticket", ("号码", "Ticket"), $"{r.Ticket}"), new("state", ("状态", "State"), r.State.ToString().ToLowerInvariant()), DataValue.Instant("at", ("时间", "When"), r.At), new("layout", ("意向户型", "Layout wished for"), r.Layout?.ToString().ToLowerInvariant()),
                new("rank", ("摇号名次", "Place in the draw"), r.Rank?.ToString(CultureInfo.InvariantCulture)), DataValue.Instant("offeredUntil", ("确认期限", "Offered until"), r.OfferedUntil),
            })]),
            new("contracts", ("合同", "Contracts"), [.. tenancies.Select(t => new DataValue[]
            {
                new("number", ("编号", "Number"), t.Number), new("flat", ("房号", "Flat"), codes.GetValueOrDefault(t.Flat)), new("state", ("状态", "State"), t.State.ToString().ToLowerInvariant()), DataValue.Day("from", ("起", "From"), t.From),
                DataValue.Day("until", ("止", "Until"), t.Until), new("rentFen", ("月租（分）", "Rent in fen"), $"{t.RentFen}"), new("depositFen", ("押金（分）", "Deposit in fen"), $"{t.DepositFen}"), DataValue.Day("out", ("退租", "Moved out"), t.MovedOut),
                DataValue.Instant("signed", ("承租人签约", "Signed by the tenant"), t.TenantSignedAt), DataValue.Instant("countersigned", ("出租方签约", "Signed by the keeper"), t.KeeperSignedAt), DataValue.Day("in", ("入住", "Moved in"), t.MovedIn),
                DataValue.Day("leaveBy", ("腾退日期", "To be out by"), t.LeaveBy), new("leaveReason", ("腾退原因", "Why"), t.LeaveReason), new("refundFen", ("退还押金（分）", "Deposit back in fen"), t.RefundFen?.ToString(CultureInfo.InvariantCulture)),
            })]) { Files = photos },
            new("rents", ("房租", "Rents"), [.. rents.Select(r => new DataValue[] { new("contract", ("合同", "Contract"), tenancies.Find(t => t.Id == r.Tenancy)!.Number), DataValue.Day("month", ("月份", "Month"), r.Month), new("fen", ("金额（分）", "Fen"), $"{r.Fen}"), DataValue.Instant("paid", ("交款", "Paid"), r.PaidAt) })]),
            new("items", ("清点", "Check lists"), [.. items.Select(i => new DataValue[] { new("name", ("物品", "Thing"), i.NameZh), new("condition", ("状况", "Condition"), i.Condition.ToString().ToLowerInvariant()), new("note", ("说明", "Note"), i.Note), new("chargeFen", ("扣款（分）", "Charged in fen"), $"{i.ChargeFen}") })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var (contracts, tickets) = (await Tenancies(subject).CountAsync(cancel), await Requests(subject).CountAsync(cancel));
        var stays = new List<DataThatStays>();
        if (contracts > 0)
            stays.Add(new(("合同期限、租金和收款记录，不带姓名、照片和说明", "Term, rent and receipts of a contract, without name, photos and notes"), ("会计资料（会计法第二十三条）", "Records of accounting (Accounting Law art. 23)"), contracts));
        if (tickets > 0)
            stays.Add(new(("轮候和摇号的号码，不带姓名", "The number of a ticket, without the name"), ("让别人能复算摇号", "So that others can recompute the draw"), tickets));
        return stays;
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var ids = await Tenancies(subject).Select(t => t.Id).ToListAsync(cancel);
        await files.Discard(FlatPhotos.Kind, ids, cancel);
        await db.Records<CheckedItem>().Where(i => ids.Contains(i.Tenancy)).ExecuteUpdateAsync(x => x.SetProperty(i => i.Note, (string?)null).SetProperty(i => i.Photo, (FileId?)null), cancel);
        var offered = await Requests(subject).Where(r => r.State == FlatRequestState.Offered).Select(r => r.Flat).ToListAsync(cancel);
        // Drafts that nobody will sign any more free their flat too; whoever lives there is checked out by the keeper.
        var drafts = await Tenancies(subject).Where(t => t.State == TenancyState.Draft && t.TenantSignedAt == null).Select(t => (Guid?)t.Flat).ToListAsync(cancel);
        await db.Unfiltered<Flat>().Where(f => offered.Contains(f.Id) || drafts.Contains(f.Id)).ExecuteUpdateAsync(x => x.SetProperty(f => f.State, FlatState.Free).SetProperty(f => f.Holder, (Guid?)null), cancel);
        await Tenancies(subject).Where(t => t.State == TenancyState.Draft && t.TenantSignedAt == null).ExecuteUpdateAsync(x => x.SetProperty(t => t.State, TenancyState.Cancelled), cancel);
        await Requests(subject).Where(r => r.State == FlatRequestState.Offered || r.State == FlatRequestState.Waiting || (r.State == FlatRequestState.Taken && drafts.Contains(r.Flat))).ExecuteUpdateAsync(x => x.SetProperty(r => r.State, FlatRequestState.Withdrawn), cancel);
        await Requests(subject).ExecuteUpdateAsync(x => x.SetProperty(r => r.Person, Guid.Empty).SetProperty(r => r.Account, Guid.Empty), cancel);
        await Tenancies(subject).ExecuteUpdateAsync(x => x.SetProperty(t => t.Person, (Guid?)null).SetProperty(t => t.Account, (Guid?)null), cancel);
    }

    private IQueryable<FlatRequest> Requests(DataSubject subject) => db.Unfiltered<FlatRequest>().Where(r => r.Person == subject.Person);

    private IQueryable<Tenancy> Tenancies(DataSubject subject) => db.Unfiltered<Tenancy>().Where(t => t.Person == subject.Person);
}
