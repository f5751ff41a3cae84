using Linli.Learning.AfterSchool;
using Linli.Learning.Children;
using Linli.Learning.Courses;
using Linli.Learning.Library;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning;

/// <summary>The tables of the scene.</summary>
internal static class LearningModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        MapCourses(model);
        MapAfterSchool(model);
        LibraryParts.Map(model);
        model.Entity<ChildrenPlace>(e =>
        {
            e.ToTable("learning_children_place").HasKey(p => p.Code);
            e.Property(p => p.Code).HasMaxLength(40);
            e.Property(p => p.NameZh).HasMaxLength(30);
            e.Property(p => p.NameEn).HasMaxLength(60);
            e.Property(p => p.About).HasMaxLength(500);
            e.Property(p => p.Space).HasMaxLength(60);
            e.Property(p => p.Phone).HasMaxLength(30);
            e.Property(p => p.Version).IsConcurrencyToken();
        });
    }

    private static void MapCourses(ModelBuilder model)
    {
        model.Entity<CourseYear>(e =>
        {
            e.ToTable("learning_year").HasKey(y => y.Id);
            e.Property(y => y.Id).ValueGeneratedNever();
            e.Property(y => y.Version).IsConcurrencyToken();
            e.HasIndex(y => new { y.Scope, y.Programme, y.Year }).IsUnique();
        });
        model.Entity<Course>(e =>
        {
            e.ToTable("learning_course").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.TitleZh).HasMaxLength(30);
            e.Property(c => c.TitleEn).HasMaxLength(60);
            e.Property(c => c.About).HasMaxLength(500);
            e.Property(c => c.Teacher).HasMaxLength(30);
            e.Property(c => c.Room).HasMaxLength(60);
            e.Property(c => c.Days).HasMaxLength(30);
            e.Property(c => c.Version).IsConcurrencyToken();
            e.HasIndex(c => c.Catalogue);
            e.HasIndex(c => new { c.Year, c.Programme });
            e.HasIndex(c => c.Monitor);
        });
        model.Entity<CourseWish>(e =>
        {
            e.ToTable("learning_course_wish").HasKey(w => w.Id);
            e.Property(w => w.Id).ValueGeneratedNever();
            e.HasIndex(w => new { w.Course, w.Person }).IsUnique();
            e.HasIndex(w => w.Person);
        });
    }

    private static void MapAfterSchool(ModelBuilder model)
    {
        model.Entity<Collector>(e =>
        {
            e.ToTable("learning_collector").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.NameMask).HasMaxLength(10);
            e.Property(c => c.Relation).HasMaxLength(10);
            e.HasIndex(c => c.Child);
        });
        model.Entity<HandedOver>(e =>
        {
            e.ToTable("learning_hand_over").HasKey(h => h.Id);
            e.Property(h => h.Id).ValueGeneratedNever();
            e.Property(h => h.Relation).HasMaxLength(10);
            e.HasIndex(h => new { h.Meeting, h.Reservation }).IsUnique();
            e.HasIndex(h => h.Child);
        });
    }
}
