using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger.Insurance;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Tests;

/// <summary>The insurance family account (R35): past years only, near relatives, one donor each, up to seven, what stays stays, ended at any time.</summary>
[Trait("Rule", "R35")]
public class FamilyAccountTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Donor_Asks_RelativeAgrees_AndPastYearsAboveTheBasePay_UntilEitherEndsIt(DatabaseKind kind)
    {
        await using var bed = await Bed.Open(kind);
        await bed.Credit(bed.Donor, InsuranceBook.PastYears, 100_900);
        await bed.Credit(bed.Donor, InsuranceBook.ThisYear, 70_000);
        var asked = (await bed.Run(bed.Donor, new OfferInsurance(Kinship.Parent, Name: "顾长林", Phone: "13800000042"))).Value!;
        asked.State.ShouldBe(SharingState.Asked);
        (await bed.Run(bed.Donor, new OfferInsurance(Kinship.Parent, Name: "顾长林", Phone: "13800000042"))).Value!.Id.ShouldBe(asked.Id, "asked once more after a lost answer");
        (await bed.Pay(bed.Father, 500)).Fen.ShouldBe(0, "nothing is paid before the relative agrees");
        (await bed.Run(bed.Donor, new AnswerInsurance(asked.Id, true, true))).Problem.Code.ShouldBe("ledger.insurance_not_found", "nobody agrees for another");
        (await bed.Run(bed.Father, new AnswerInsurance(asked.Id, true))).Problem.Field.ShouldBe("insured");
        (await bed.Run(bed.Father, new AnswerInsurance(asked.Id, true, true))).Value!.State.ShouldBe(SharingState.Active);
        (await bed.Run(bed.Father, new AnswerInsurance(asked.Id, true, true))).Ok.ShouldBeTrue();

        (await bed.Pay(bed.Father, 500)).ShouldSatisfyAllConditions(p => p.Fen.ShouldBe(500), p => p.FamilyFen.ShouldBe(500));
        (await bed.Pay(bed.Father, 500)).Fen.ShouldBe(400, "1,000 yuan stay");
        (await bed.Have(bed.Donor, InsuranceBook.PastYears)).ShouldBe(100_000);
        (await bed.Have(bed.Donor, InsuranceBook.ThisYear)).ShouldBe(70_000, "this year's money is never shared");
        var view = (await bed.Ask(bed.Donor, new MyInsurance())).Value!;
        view.ShouldSatisfyAllConditions(v => v.SharedFen.ShouldBe(0), v => v.StaysFen.ShouldBe(100_000), v => v.Gives.Single().UsedFen.ShouldBe(900), v => v.Uses.Count.ShouldBe(2), v => v.Gives.Single().Name.ShouldContain("*"));

        (await bed.Run(bed.Father, new EndInsurance(asked.Id))).Value!.State.ShouldBe(SharingState.Ended);
        (await bed.Run(bed.Donor, new EndInsurance(asked.Id))).Value!.State.ShouldBe(SharingState.Ended);
        await bed.Credit(bed.Donor, InsuranceBook.PastYears, 5_000);
        (await bed.Pay(bed.Father, 500)).Fen.ShouldBe(0);
        (await bed.Run(bed.Father, new AnswerInsurance(asked.Id, true, true))).Problem.Code.ShouldBe("ledger.insurance_answered");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task OneDonorEach_AndSoManyRelatives_ByTheRuleOfThePlace(DatabaseKind kind)
    {
        await using var bed = await Bed.Open(kind);
        var other = await bed.Resident("13800000043", "陈立", "1980-01-01");
        var offer = new OfferInsurance(Kinship.Parent, Name: "顾长林", Phone: "13800000042");
        var first = (await bed.Run(bed.Donor, offer)).Value!.Id;
        var second = (await bed.Run(other, offer)).Value!.Id;
        (await bed.Run(bed.Father, new AnswerInsurance(first, true, true))).Ok.ShouldBeTrue();
        (await bed.Run(bed.Father, new AnswerInsurance(second, true, true))).Problem.Code.ShouldBe("ledger.insurance_has_donor");
        (await bed.Run(bed.Father, new AnswerInsurance(second, false))).Value!.State.ShouldBe(SharingState.Refused);
        (await bed.Run(other, offer)).Problem.Code.ShouldBe("ledger.insurance_has_donor");

        var keeper = await bed.Town.Staff("operator");
        var today = Platform.Time.LocalTime.DateOf(TestTown.Start);
        (await bed.Run(keeper, new SaveFamilyRule(SmallTown.First, today, 50_000, 1, "衢州市医保局"))).Ok.ShouldBeTrue();
        (await bed.Run(bed.Donor, new OfferInsurance(Kinship.Sibling, Name: "陈立", Phone: "13800000043"))).Problem.Code.ShouldBe("ledger.insurance_most");
        await bed.Credit(bed.Donor, InsuranceBook.PastYears, 50_700);
        (await bed.Pay(bed.Father, 1_000)).Fen.ShouldBe(700);
        foreach (var (bad, field) in new[]
        {
            (new SaveFamilyRule(SmallTown.First, today, -1, 7, "x."), "baseFen"), (new SaveFamilyRule(SmallTown.First, today, 0, 0, "x."), "mostRelatives"), (new SaveFamilyRule(SmallTown.First, today, 0, 7, ""), "source"),
            (new SaveFamilyRule(SmallTown.First, today.AddDays(-1), 0, 7, "x."), "from"),
        })
            (await bed.Run(keeper, bad)).Problem.Field.ShouldBe(field);
        (await bed.Run(bed.Donor, new SaveFamilyRule(SmallTown.First, today, 0, 7, "自己定"))).Ok.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Offers_ToNobodyOrOneself_AreRefused_AndNothingMovesFromPersonToPerson(DatabaseKind kind)
    {
        await using var bed = await Bed.Open(kind);
        foreach (var (bad, field) in new[]
        {
            (new OfferInsurance(null, Name: "顾长林", Phone: "13800000042"), "kinship"), (new OfferInsurance((Kinship)9, Name: "顾长林", Phone: "13800000042"), "kinship"),
            (new OfferInsurance(Kinship.Parent), "name"), (new OfferInsurance(Kinship.Parent, Name: "顾长林", Phone: "12"), "phone"), (new OfferInsurance(Kinship.Parent, Name: "顾长林", Phone: "13899999999"), "phone"),
            (new OfferInsurance(Kinship.Parent, Name: "别人", Phone: "13800000042"), "phone"), (new OfferInsurance(Kinship.Parent, Relative: Guid.CreateVersion7()), "relative"), (new OfferInsurance(Kinship.Parent, Name: "顾晓雯", Phone: "13800000041"), "relative"),
        })
            (await bed.Run(bed.Donor, bad)).Problem.Field.ShouldBe(field);
        await bed.Credit(bed.Donor, InsuranceBook.PastYears, 200_000);
        await bed.Credit(bed.Father, InsuranceBook.PastYears, 100);
        var (from, to) = (await bed.Account(bed.Donor, InsuranceBook.PastYears), await bed.Account(bed.Father, InsuranceBook.PastYears));
        (await bed.Books.Post(new("test", "hand", "test.hand", ("转", "Hand"), [Entry.From(from, new InsuranceFen(10)), Entry.To(to, new InsuranceFen(10))]))).Problem.Code.ShouldBe("ledger.not_transferable");
        (await bed.Ask(bed.Donor, new PostTransfer("k", "club.fee", "转", "Hand", [new(from, LedgerUnit.InsuranceFen, -10), new(bed.Books.Outside, LedgerUnit.InsuranceFen, 10)]))).Ok.ShouldBeFalse();
        new PostTransfer("k", "club.fee", "转", "Hand", [new(from, LedgerUnit.InsuranceFen, -10), new(bed.Books.Outside, LedgerUnit.InsuranceFen, 10)]).Problems().Single().Code.ShouldBe("ledger.insurance_reserved");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WhatIsLeftOfAYear_IsOfPastYearsOnNewYearsDay_Once(DatabaseKind kind)
    {
        await using var bed = await Bed.Open(kind);
        await bed.Credit(bed.Donor, InsuranceBook.ThisYear, 3_000);
        await bed.Carry();
        (await bed.Have(bed.Donor, InsuranceBook.ThisYear)).ShouldBe(3_000, "the year is not over");
        bed.Town.Time.SetTo(new(2026, 12, 31, 16, 30, 0, TimeSpan.Zero));
        await bed.Credit(bed.Donor, InsuranceBook.ThisYear, 500);
        await bed.Pay(bed.Donor, 200);
        await bed.Carry();
        await bed.Carry();
        (await bed.Have(bed.Donor, InsuranceBook.PastYears)).ShouldBe(2_800);
        (await bed.Have(bed.Donor, InsuranceBook.ThisYear)).ShouldBe(500, "what came in the new year is of the new year");
        (await bed.Town.InScope(s => s.GetServices<Platform.Verification.IVerification>().Single(v => v.Name == "ledger").Check(CancellationToken.None))).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Fund_PaysInByDocument_OnceForEachNumber(DatabaseKind kind)
    {
        await using var bed = await Bed.Open(kind);
        var fund = await bed.Fund();
        foreach (var (body, code) in new (object, string)[]
        {
            (new { name = "顾晓雯", identityNumber = "1", fen = 5, pastYears = true, reference = "YB-1" }, "ledger.insurance_document"), (new { name = "顾晓雯", identityNumber = "330803197409160028", fen = 0, pastYears = true, reference = "YB-1" }, "ledger.insurance_fen"),
            (new { name = "顾晓雯", identityNumber = "1", fen = 5, pastYears = true }, "ledger.insurance_reference"),
        })
        {
            var answer = await fund.PostAsJsonAsync("/api/v1/ledger/insurance/credits", body);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(code);
        }

        (await bed.Run(bed.Donor, new CreditInsurance("顾晓雯", "1", 5, true, "YB-9"))).Ok.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Credit_ByDocument_IsPaidInOnce_AndTakenBackByTheDesk_WhileItIsThere(DatabaseKind kind)
    {
        await using var bed = await Bed.Open(kind);
        await bed.Document(bed.Donor, "330803197409160028");
        var fund = await bed.Fund();
        async Task<JsonElement> Credit(long fen, string reference, bool past = true)
        {
            var answer = await fund.PostAsJsonAsync("/api/v1/ledger/insurance/credits", new { name = "顾晓雯", identityNumber = "330803197409160028", fen, pastYears = past, reference });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }

        var first = await Credit(30_000, "YB-1001");
        first.GetProperty("repeated").GetBoolean().ShouldBeFalse();
        var again = await Credit(30_000, " YB-1001 ");
        (again.GetProperty("id").GetGuid(), again.GetProperty("repeated").GetBoolean()).ShouldBe((first.GetProperty("id").GetGuid(), true), "sent again after a lost answer");
        foreach (var (body, status, code) in new (object, HttpStatusCode, string)[]
        {
            (new { name = "顾晓雯", identityNumber = "330803197409160028", fen = 40_000, pastYears = true, reference = "YB-1001" }, HttpStatusCode.Conflict, "ledger.key_reused"),
            (new { name = "顾晓雯", identityNumber = "330803197409160028", fen = 30_000, pastYears = false, reference = "YB-1001" }, HttpStatusCode.Conflict, "ledger.key_reused"),
            (new { name = "顾小雯", identityNumber = "330803197409160028", fen = 5, pastYears = true, reference = "YB-1002" }, HttpStatusCode.BadRequest, "ledger.insurance_nobody"),
        })
        {
            var refused = await fund.PostAsJsonAsync("/api/v1/ledger/insurance/credits", body);
            (refused.StatusCode, await refused.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(r => r.StatusCode.ShouldBe(status), r => r.Item2.ShouldContain(code));
        }

        await Credit(70_000, "YB-1003", past: false);
        ((await bed.Have(bed.Donor, InsuranceBook.PastYears)), (await bed.Have(bed.Donor, InsuranceBook.ThisYear))).ShouldBe((30_000, 70_000));
        (await bed.Ask(bed.Donor, new MyInsurance())).Ok.ShouldBeTrue();

        // Taken back: the small one by one person, once; the large one by two.
        var (one, other) = (await bed.Town.StaffClient("operator"), await bed.Town.StaffClient("secretary"));
        async Task<(HttpStatusCode Status, JsonElement Body)> Undo(HttpClient who, Guid transfer)
        {
            var answer = await who.PostAsJsonAsync($"/api/v1/ledger/transfers/{transfer}/reversal", new { reason = "重复划入" });
            return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
        }

        var undone = await Undo(one, first.GetProperty("id").GetGuid());
        undone.Status.ShouldBe(HttpStatusCode.OK, undone.Body.ToString());
        (await Undo(one, first.GetProperty("id").GetGuid())).Body.GetProperty("posted").GetProperty("id").GetGuid().ShouldBe(undone.Body.GetProperty("posted").GetProperty("id").GetGuid(), "a retry takes nothing twice");
        (await bed.Have(bed.Donor, InsuranceBook.PastYears)).ShouldBe(0);
        (await Credit(30_000, "YB-1001")).GetProperty("repeated").GetBoolean().ShouldBeTrue("a number that was used credits nothing anew");
        (await bed.Have(bed.Donor, InsuranceBook.PastYears)).ShouldBe(0);
        var large = await Credit(60_000, "YB-1004");
        var asked = await Undo(one, large.GetProperty("id").GetGuid());
        asked.Body.GetProperty("posted").ValueKind.ShouldBe(JsonValueKind.Null);
        (await bed.Have(bed.Donor, InsuranceBook.PastYears)).ShouldBe(60_000, "one person takes no large amount back");

        // Spent meanwhile, nothing goes below zero: the request waits until it is there again.
        (await bed.Pay(bed.Donor, 20_000)).Fen.ShouldBe(20_000);
        var decision = $"/api/v1/ledger/reversals/{asked.Body.GetProperty("request").GetGuid()}/decision";
        (await one.PostAsJsonAsync(decision, new { agreed = true })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "somebody else decides");
        var spent = await other.PostAsJsonAsync(decision, new { agreed = true });
        (spent.StatusCode, (await spent.Content.ReadAsStringAsync()).Contains("ledger.insufficient", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));
        (await bed.Have(bed.Donor, InsuranceBook.PastYears)).ShouldBe(40_000);
        await Credit(20_000, "YB-1005");
        (await other.PostAsJsonAsync(decision, new { agreed = true })).IsSuccessStatusCode.ShouldBeTrue();
        ((await bed.Have(bed.Donor, InsuranceBook.PastYears)), (await bed.Have(bed.Donor, InsuranceBook.ThisYear))).ShouldBe((0, 70_000));
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    private sealed class Bed(Books books, Guid donor, Guid father) : IAsyncDisposable
    {
        public Books Books => books;

        public TestTown Town => books.Town;

        public Guid Donor => donor;

        public Guid Father => father;

        public static async Task<Bed> Open(DatabaseKind kind)
        {
            var books = await Books.Open(kind);
            var bed = new Bed(books, Guid.Empty, Guid.Empty);
            return new(books, await bed.Resident("13800000041", "顾晓雯", "1974-09-16"), await bed.Resident("13800000042", "顾长林", "1946-11-23"));
        }

        public async Task<Guid> Resident(string phone, string name, string born)
        {
            var account = await Town.VerifiedResident(phone);
            return await Town.InScope(async s =>
            {
                var db = s.GetRequiredService<LinliDb>();
                var person = await db.Records<People.Accounts.Account>().Where(a => a.Id == account).Select(a => a.Person!).SingleAsync();
                (person.Name, person.BirthDate) = (name, DateOnly.ParseExact(born, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                await db.SaveChangesAsync();
                return account;
            });
        }

        public Task<Result<T>> Run<T>(Guid who, Platform.UseCases.ICommand<T> command) => Town.Run(who, command);

        public Task<Result<T>> Ask<T>(Guid who, Platform.UseCases.IQuery<T> query) => Town.Ask(who, query);

        /// <summary>A client with the key of the insurance fund.</summary>
        public async Task<HttpClient> Fund()
        {
            var fund = Town.Client();
            var made = await (await Town.StaffClient("admin")).PostAsJsonAsync("/api/v1/api-keys", new { name = "医保", scope = SmallTown.First.Value, permissions = new[] { LedgerPermissions.Insurance } });
            fund.DefaultRequestHeaders.Add("X-Api-Key", (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString());
            return fund;
        }

        /// <summary>Registers somebody's document.</summary>
        public async Task Document(Guid account, string number)
        {
            Platform.Identity.IdentityNumber.TryParse(number, out var document, out _).ShouldBeTrue();
            await Town.InScope(async s =>
            {
                var db = s.GetRequiredService<LinliDb>();
                s.GetRequiredService<People.Register.RegisterBook>().SetIdentity(await db.Records<People.Accounts.Account>().Where(a => a.Id == account).Select(a => a.Person!).SingleAsync(), document);
                return await db.SaveChangesAsync();
            });
        }

        public Task<Guid> Person(Guid account) => PaymentBed.PersonOf(Town, account);

        public async Task<AccountId> Account(Guid who, string purpose)
        {
            var person = await Person(who);
            return await Books.Do(l => l.Open(new(AccountOwner.Person(person), LedgerUnit.InsuranceFen, purpose, SmallTown.First, 0), default));
        }

        public async Task Credit(Guid who, string purpose, long fen)
        {
            var account = await Account(who, purpose);
            var fund = await Books.Account(new(OwnerKind.Outside, "insurance-fund"), LedgerUnit.InsuranceFen, "outside", null);
            (await Books.Post(new("test", Books.NewKey(), "insurance.credit", ("划入", "In"), [Entry.From(fund, new InsuranceFen(fen)), Entry.To(account, new InsuranceFen(fen))]))).Ok.ShouldBeTrue();
        }

        public async Task<long> Have(Guid who, string purpose) => (await Books.Balance(await Account(who, purpose))).Posted;

        public async Task<InsurancePaid> Pay(Guid who, long fen)
        {
            var person = await Person(who);
            var key = Books.NewKey();
            return await Town.InScope(async s =>
            {
                var db = s.GetRequiredService<LinliDb>();
                using (await s.GetRequiredService<WriterQueue>().Enter(CancellationToken.None))
                {
                    await using var transaction = await db.BeginTransaction(CancellationToken.None);
                    var paid = await s.GetRequiredService<IInsuranceAccounts>().Pay(new(person, fen, "shop-a", SmallTown.First, "test", key, ("购药", "Medicine"), null), default);
                    await db.SaveChangesAsync();
                    await transaction.CommitAsync();
                    return paid.Value!;
                }
            });
        }

        public Task<bool> Carry() => Town.InScope(async s =>
        {
            await s.GetRequiredService<CarryYears>().Run(default);
            return true;
        });

        public ValueTask DisposeAsync() => books.DisposeAsync();
    }
}
