using Linli.Bookings;
using Linli.Learning.Privacy;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Learning.Library;

/// <summary>What the library brings to the scene. Seats of study rooms and events are offerings of the bookings engine.</summary>
internal static class LibraryParts
{
    public const string SeatKind = "library-seat";
    public const string EventKind = "library-event";

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<LibraryBook>().AddScoped<IPersonalData, LibraryPersonalData>()
            .AddSingleton(new OfferingKind(SeatKind, ("书房座位", "Study seats"), Scene.Learning, "armchair")
            {
                Terms = new() { OpensDaysBefore = 7, CancelHours = 1, NoShow = new(3, 30, 7), Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Day, 2)] },
            })
            .AddSingleton(new OfferingKind(EventKind, ("图书馆活动", "Library events"), Scene.Learning, "books") { Terms = new() { OpensDaysBefore = 14, MostParty = 4, CancelHours = 2 } })
            .AddSingleton(new NoticeTopic("library", ("图书馆", "Library"), ("预约到馆、到期、超期", "Reserved books, due, overdue")));
        module.UseCase<FindBooksHandler>().UseCase<KeepBranchHandler>().UseCase<ImportBooksHandler>().UseCase<LendBooksHandler>().UseCase<ReturnBookHandler>().UseCase<ReserveBookHandler>()
            .UseCase<MyLibraryHandler>().UseCase<LibraryTodayHandler>().Job<LibraryClock>(TimeSpan.FromHours(1));
        module.Pages(
            new NavigationItem(Workspace.Staff, "/desk/library", ("图书馆", "Library"), "books", LearningPermissions.Library, 323, NavigationSection.Learning),
            new NavigationItem(Workspace.Staff, "/desk/library/catalogue", ("图书编目", "Catalogue"), "book-upload", LearningPermissions.Catalogue, 324, NavigationSection.Learning));
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Branch>(e =>
        {
            e.ToTable("learning_branch").HasKey(b => b.Code);
            e.Property(b => b.Code).HasMaxLength(40);
            e.Property(b => b.NameZh).HasMaxLength(30);
            e.Property(b => b.NameEn).HasMaxLength(60);
            e.Property(b => b.Space).HasMaxLength(60);
            e.Property(b => b.Version).IsConcurrencyToken();
        });
        model.Entity<Book>(e =>
        {
            e.ToTable("learning_book").HasKey(b => b.Id);
            e.Property(b => b.Id).ValueGeneratedNever();
            e.Property(b => b.Isbn).HasMaxLength(13);
            e.Property(b => b.Title).HasMaxLength(200);
            e.Property(b => b.Author).HasMaxLength(100);
            e.Property(b => b.Publisher).HasMaxLength(100);
            e.Property(b => b.Class).HasMaxLength(100);
            // Not unique: volumes of a set may carry the ISBN of the set.
            e.HasIndex(b => b.Isbn);
            e.HasIndex(b => b.Title);
        });
        model.Entity<BookCopy>(e =>
        {
            e.ToTable("learning_copy").HasKey(c => c.Barcode);
            e.Property(c => c.Barcode).HasMaxLength(30);
            e.Property(c => c.Branch).HasMaxLength(40);
            e.Property(c => c.Shelf).HasMaxLength(100);
            e.Property(c => c.Version).IsConcurrencyToken();
            e.HasIndex(c => c.Book);
            e.HasIndex(c => c.Branch);
        });
        model.Entity<Loan>(e =>
        {
            e.ToTable("learning_loan").HasKey(l => l.Id);
            e.Property(l => l.Id).ValueGeneratedNever();
            e.Property(l => l.Barcode).HasMaxLength(30);
            e.Property(l => l.Branch).HasMaxLength(40);
            e.Property(l => l.OpenKey).HasMaxLength(30);
            e.Property(l => l.Version).IsConcurrencyToken();
            e.HasIndex(l => l.OpenKey).IsUnique();
            e.HasIndex(l => l.Reader);
            e.HasIndex(l => l.Due);
        });
        model.Entity<LoanDay>(e =>
        {
            e.ToTable("learning_loan_day").HasKey(d => new { d.Branch, d.Day });
            e.Property(d => d.Branch).HasMaxLength(40);
        });
        model.Entity<Reader>(e =>
        {
            e.ToTable("learning_reader").HasKey(r => r.Person);
            e.Property(r => r.Person).ValueGeneratedNever();
            e.Property(r => r.Card).HasMaxLength(8);
            e.HasIndex(r => r.Card).IsUnique();
        });
        model.Entity<FamilyMember>(e =>
        {
            e.ToTable("learning_card_member").HasKey(m => new { m.Holder, m.Member });
            e.HasIndex(m => m.Member);
        });
        model.Entity<BookHold>(e =>
        {
            e.ToTable("learning_hold").HasKey(h => h.Id);
            e.Property(h => h.Id).ValueGeneratedNever();
            e.Property(h => h.Branch).HasMaxLength(40);
            e.Property(h => h.Barcode).HasMaxLength(30);
            e.Property(h => h.Version).IsConcurrencyToken();
            e.HasIndex(h => new { h.Book, h.OpenKey }).IsUnique();
            e.HasIndex(h => h.Person);
            e.HasIndex(h => h.ReadyUntil);
        });
    }
}
