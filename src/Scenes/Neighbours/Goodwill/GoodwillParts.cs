using Linli.Ledger;
using Linli.Neighbours.Goodwill.ClassPairings;
using Linli.Neighbours.Goodwill.Donations;
using Linli.Neighbours.Goodwill.Funds;
using Linli.Neighbours.Goodwill.Programmes;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.Neighbours.Privacy;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Neighbours.Goodwill;

/// <summary>What wishes (S107), paired classes (S108), gifts in kind (S109), charity sales and funds (S110) and programmes (S111) bring to the module and its tables.</summary>
internal static class GoodwillParts
{
    /// <summary>Pages of the desk beside the rounds of wishes.</summary>
    public static readonly (string Href, Phrase Title, Phrase Hint, string Icon)[] DeskPages =
    [
        ("/desk/goodwill/classes", ("学校结对", "Paired schools"), ("两校两班、视频连线、学生结对", "Two classes, video sessions, pairs of pupils"), "school"),
        ("/desk/goodwill/donations", ("捐物与包裹", "Donations and parcels"), ("清点、装箱、寄出、签收", "Count, pack, send, confirmed"), "package"),
        ("/desk/goodwill/funds", ("义卖与爱心基金", "Charity sales and funds"), ("有公开募捐资格的慈善组织才能收款", "Only qualified charities take money"), "heart-handshake"),
        ("/desk/wishes", ("走访中的心愿", "Wishes from visits"), ("关爱名单上居民的心愿，由社工核实", "Of residents on care lists, verified by their worker"), "walk"),
    ];

    public static void Declare(ModuleBuilder module)
    {
        module.Permissions(GoodwillPermissions.All);
        module.Services.AddScoped<WishBook>().AddScoped<GiftsDemo>().AddScoped<IFileGuard, WishPhotos>().AddScoped<IFileGuard, WishSlips>().AddScoped<IPersonalData, GoodwillPersonalData>()
            .AddSingleton(new NoticeTopic("gifts", ("心愿与捐赠", "Wishes and gifts"), ("认领、提醒、感谢、结对活动", "Claims, reminders, thanks, sessions of paired classes")));
        module.UseCase<StateWishHandler>().UseCase<StateChildWishHandler>().UseCase<KeepRoundHandler>().UseCase<EnterWishesHandler>().UseCase<PublishWishesHandler>()
            .UseCase<ClaimWishHandler>().UseCase<PassWishOnHandler>().UseCase<ReadWishesHandler>().UseCase<RemindDonorsHandler>().Job<WishClock>(TimeSpan.FromHours(1))
            .UseCase<ForgetWishesHandler>().Job<ForgetWishesClock>(TimeSpan.FromHours(6));
        DeclareFunds(module);
        DeclareDonations(module);
        DeclareClasses(module);
        module.Purpose(WishRules.Consent).Purpose(WishRules.CareConsent).After<ConsentWithdrawn, EndWishesWithConsent>();
        module.Pages(
            new NavigationItem(Workspace.Resident, "/wishes", ("微心愿", "Wishes"), "gift", Access.Public, 945) { OnHome = true },
            new NavigationItem(Workspace.Staff, "/desk/wishes", ("心愿", "Wishes"), "star", NeighboursPermissions.Visits, 350, NavigationSection.Care),
            new NavigationItem(Workspace.Staff, "/desk/goodwill", ("微心愿与公益", "Wishes and giving"), "gift", GoodwillPermissions.Desk, 335, NavigationSection.Offers));
        module.Demo<GoodwillDemo>(74);
    }

    private static void DeclareFunds(ModuleBuilder module)
    {
        module.Services.AddScoped<IFileGuard, SpendingPapers>().AddScoped<FundCash>()
            .AddSingleton(new SpentElsewhere(OwnerKind.Fund, KeepFundHandler.Purpose, ("“公益基金”里登记支出，由两人签字", "enter the spending with the fund, two people sign it"), "/desk/goodwill/funds"))
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(HoldSaleHandler.Poster, ("“公益基金”里撤销这张义卖小票", "take the receipt of the sale back with the fund"), "/desk/goodwill/funds"))
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(BankCashHandler.Poster, ("“公益基金”里再清点一次，差额记入下一张回单", "count again with the fund; what differs goes with the next slip"), "/desk/goodwill/funds"))
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(SpendFundHandler.Poster, ("“公益基金”里退回这笔支出", "take the spending back with the fund"), "/desk/goodwill/funds"));
        module.UseCase<KeepFundHandler>().UseCase<HoldSaleHandler>().UseCase<UndoSaleHandler>().UseCase<SpendFundHandler>().UseCase<BankCashHandler>().UseCase<ReadFundHandler>();
    }

    private static void DeclareDonations(ModuleBuilder module)
    {
        module.Services.AddScoped<ParcelBook>().AddSingleton<ICourierTracking, CourierSimulator>();
        module.UseCase<GiveInKindHandler>().UseCase<PackParcelsHandler>().UseCase<TrackParcelsHandler>().Job<CourierClock>(TimeSpan.FromMinutes(30));
    }

    private static void DeclareClasses(ModuleBuilder module)
    {
        module.Services.AddScoped<ClassBook>();
        module.UseCase<PairClassesHandler>().UseCase<JoinClassHandler>().UseCase<PlanSessionHandler>().UseCase<ReadClassesHandler>().UseCase<KeepProgrammeHandler>();
        module.Purpose(ClassRules.Consent).After<ConsentWithdrawn, LeaveClassesWithConsent>();
    }

    public static void Map(ModelBuilder model)
    {
        MapWishes(model);
        MapClasses(model);
        MapProgrammes(model);
        MapFunds(model);
        MapDonations(model);
    }

    private static void MapFunds(ModelBuilder model)
    {
        model.Entity<Charity>(e =>
        {
            e.ToTable("neighbours_charity").HasKey(c => c.Code);
            e.Property(c => c.Code).HasMaxLength(20);
            e.HasIndex(c => c.Scope);
        });
        model.Entity<CharityFund>(e =>
        {
            e.ToTable("neighbours_fund").HasKey(f => f.Code);
            e.Property(f => f.Code).HasMaxLength(20);
            e.HasOne<Charity>().WithMany().HasForeignKey(f => f.Charity);
            e.HasIndex(f => f.Scope);
        });
        model.Entity<CharitySale>(e =>
        {
            e.ToTable("neighbours_charity_sale").HasKey(s => s.Id);
            e.HasOne<CharityFund>().WithMany().HasForeignKey(s => s.Fund);
            e.HasIndex(s => s.Scope);
        });
        model.Entity<SaleGood>(e =>
        {
            e.ToTable("neighbours_sale_good", t => t.HasCheckConstraint("ck_neighbours_sale_good_left", "\"Left\" >= 0 AND \"Left\" <= \"Given\"")).HasKey(g => g.Id);
            e.HasOne<CharitySale>().WithMany().HasForeignKey(g => g.Sale);
            e.Property(g => g.Left).IsConcurrencyToken();
        });
        model.Entity<SaleReceipt>(e =>
        {
            e.ToTable("neighbours_sale_receipt").HasKey(r => r.Id);
            e.HasOne<CharitySale>().WithMany().HasForeignKey(r => r.Sale);
        });
        model.Entity<SaleLine>(e =>
        {
            e.ToTable("neighbours_sale_line").HasKey(l => l.Id);
            e.HasOne<SaleReceipt>().WithMany().HasForeignKey(l => l.Receipt);
            e.HasOne<SaleGood>().WithMany().HasForeignKey(l => l.Good);
        });
        model.Entity<SaleUndo>(e =>
        {
            e.ToTable("neighbours_sale_undo").HasKey(u => u.Id);
            e.HasOne<SaleReceipt>().WithMany().HasForeignKey(u => u.Receipt);
            // One request a receipt, unless it was refused.
            e.HasIndex(u => u.Receipt).IsUnique().HasFilter("\"State\" <> 'Refused'");
            e.Property(u => u.Slip).HasMaxLength(40);
            e.Property(u => u.State).IsConcurrencyToken();
        });
        model.Entity<CashHandIn>(e =>
        {
            e.ToTable("neighbours_cash_hand_in").HasKey(h => h.Id);
            e.Property(h => h.Slip).HasMaxLength(40);
            e.HasOne<CharityFund>().WithMany().HasForeignKey(h => h.Fund);
            e.HasIndex(h => h.Scope);
            e.Property(h => h.State).IsConcurrencyToken();
        });
        model.Entity<FundSpending>(e =>
        {
            e.ToTable("neighbours_fund_spending").HasKey(s => s.Id);
            e.HasOne<CharityFund>().WithMany().HasForeignKey(s => s.Fund);
            e.HasIndex(s => s.Scope);
            e.Property(s => s.State).IsConcurrencyToken();
        });
    }

    private static void MapDonations(ModelBuilder model)
    {
        model.Entity<Recipient>(e =>
        {
            e.ToTable("neighbours_recipient").HasKey(r => r.Code);
            e.Property(r => r.Code).HasMaxLength(20);
            e.HasIndex(r => r.Scope);
        });
        model.Entity<Donation>(e =>
        {
            e.ToTable("neighbours_donation").HasKey(d => d.Id);
            e.HasOne<Recipient>().WithMany().HasForeignKey(d => d.Recipient);
            e.HasIndex(d => d.Number).IsUnique();
            e.HasIndex(d => d.Person);
            e.HasIndex(d => new { d.Scope, d.State });
            e.Property(d => d.State).IsConcurrencyToken();
        });
        model.Entity<DonationItem>(e =>
        {
            e.ToTable("neighbours_donation_item", t => t.HasCheckConstraint("ck_neighbours_donation_item_boxed", "\"Boxed\" >= 0 AND \"Boxed\" <= \"Count\"")).HasKey(i => i.Id);
            e.HasOne<Donation>().WithMany().HasForeignKey(i => i.Donation);
            e.Property(i => i.Boxed).IsConcurrencyToken();
        });
        model.Entity<Parcel>(e =>
        {
            e.ToTable("neighbours_parcel").HasKey(p => p.Id);
            e.HasOne<Recipient>().WithMany().HasForeignKey(p => p.Recipient);
            e.HasIndex(p => p.Code).IsUnique();
            e.HasIndex(p => p.Number).IsUnique();
            e.HasIndex(p => new { p.Scope, p.State });
            e.Property(p => p.State).IsConcurrencyToken();
        });
        model.Entity<ParcelItem>(e =>
        {
            e.ToTable("neighbours_parcel_item").HasKey(p => p.Id);
            e.HasOne<Parcel>().WithMany().HasForeignKey(p => p.Parcel);
            e.HasOne<DonationItem>().WithMany().HasForeignKey(p => p.Item);
        });
        model.Entity<ParcelStep>(e =>
        {
            e.ToTable("neighbours_parcel_step").HasKey(s => s.Id);
            e.HasOne<Parcel>().WithMany().HasForeignKey(s => s.Parcel);
        });
    }

    private static void MapWishes(ModelBuilder model)
    {
        model.Entity<Wish>(e =>
        {
            e.ToTable("neighbours_wish").HasKey(w => w.Id);
            e.HasIndex(w => w.Person);
            e.HasIndex(w => new { w.Scope, w.State });
            e.HasIndex(w => new { w.Round, w.State });
            e.HasIndex(w => new { w.Round, w.Ref }).IsUnique();
            e.HasIndex(w => w.Number).IsUnique();
            e.Property(w => w.State).IsConcurrencyToken();
        });
        model.Entity<WishClaim>(e =>
        {
            e.ToTable("neighbours_wish_claim").HasKey(c => c.Id);
            // Exactly one donor, whatever a hundred do at the same moment.
            e.HasIndex(c => c.Wish, "ix_neighbours_wish_claim_one").IsUnique().HasFilter("\"EndedAt\" IS NULL");
            e.HasIndex(c => c.Person);
            e.Property(c => c.EndedAt).IsConcurrencyToken();
        });
        model.Entity<WishRound>(e =>
        {
            e.ToTable("neighbours_wish_round").HasKey(r => r.Code);
            e.Property(r => r.Code).HasMaxLength(20);
            e.HasIndex(r => r.Scope);
        });
    }

    private static void MapClasses(ModelBuilder model)
    {
        model.Entity<ClassPairing>(e =>
        {
            e.ToTable("neighbours_class_pairing").HasKey(p => p.Id);
            e.HasIndex(p => p.Scope);
            e.Property(p => p.State).IsConcurrencyToken();
        });
        model.Entity<ClassPupil>(e =>
        {
            e.ToTable("neighbours_class_pupil").HasKey(p => p.Id);
            e.HasOne<ClassPairing>().WithMany().HasForeignKey(p => p.Pairing);
            e.HasIndex(p => p.Person);
            e.HasIndex(p => p.Guardian);
        });
        model.Entity<PupilPair>(e =>
        {
            e.ToTable("neighbours_pupil_pair").HasKey(p => p.Id);
            e.HasOne<ClassPairing>().WithMany().HasForeignKey(p => p.Pairing);
            e.HasIndex(p => p.Ours, "ix_neighbours_pupil_pair_ours").IsUnique().HasFilter("\"State\" <> 'Ended'");
            e.HasIndex(p => p.Theirs, "ix_neighbours_pupil_pair_theirs").IsUnique().HasFilter("\"State\" <> 'Ended'");
            e.Property(p => p.State).IsConcurrencyToken();
        });
        model.Entity<VideoSession>(e =>
        {
            e.ToTable("neighbours_class_session").HasKey(s => s.Id);
            e.HasOne<ClassPairing>().WithMany().HasForeignKey(s => s.Pairing);
            e.Property(s => s.State).IsConcurrencyToken();
        });
        model.Entity<VideoSeat>(e =>
        {
            e.ToTable("neighbours_class_seat").HasKey(s => s.Id);
            e.HasOne<VideoSession>().WithMany().HasForeignKey(s => s.Session);
            e.HasIndex(s => new { s.Session, s.Pupil }).IsUnique();
            e.HasIndex(s => s.Pupil);
        });
        model.Entity<ClassContact>(e =>
        {
            e.ToTable("neighbours_class_contact").HasKey(c => c.Id);
            e.HasOne<ClassPairing>().WithMany().HasForeignKey(c => c.Pairing);
        });
    }

    private static void MapProgrammes(ModelBuilder model)
    {
        model.Entity<BrandProgramme>(e =>
        {
            e.ToTable("neighbours_programme").HasKey(p => p.Code);
            e.Property(p => p.Code).HasMaxLength(20);
        });
        model.Entity<ProgrammeProject>(e =>
        {
            e.ToTable("neighbours_programme_project").HasKey(p => p.Project);
            e.HasOne<BrandProgramme>().WithMany().HasForeignKey(p => p.Programme);
        });
        model.Entity<ProjectStory>(e =>
        {
            e.ToTable("neighbours_project_story").HasKey(s => s.Id);
            e.HasIndex(s => s.Project);
        });
    }
}
